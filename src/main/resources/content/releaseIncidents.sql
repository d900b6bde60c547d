-- Incidents of its early life
-- None of its services or configuration items.
with found as (
  select i.*, exists (select from sms.record_link l where l.from_number = i.number and l.to_number = :record and l.kind = 'caused by') as caused
  from sms.record i where i.number in (select sms.release_incidents(:record))
)
(select 'All' as what, count(*) || ' incidents' as title,
        count(*) filter (where caused) || ' caused by it, ' || count(*) filter (where priority in ('critical', 'high')) || ' critical or high, '
        || count(distinct customer_id) || ' customers' as said
 from found having count(*) > 0)
union all
(select number, title, concat_ws(', ', priority, status, case when caused then 'caused by it' end)
 from found order by caused desc, opened_at desc limit 15)
