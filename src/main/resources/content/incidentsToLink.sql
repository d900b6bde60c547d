-- Incidents that would be linked
-- There are none: choose "No" and look again.
with found as (
  select r.number, r.title, s.name as service
  from sms.incidents_to_link(:record, :linkService, :linkCategory, :linkCi, :linkSince::text::timestamptz) n
  join sms.record r on r.number = n left join sms.service s on s.id = r.service_id)
(select 'Open incidents' as what, count(*)::text as title, null as service from found having count(*) > 0)
union all
(select number, title, service from found order by number desc limit 15)
