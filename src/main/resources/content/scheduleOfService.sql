-- What else is planned for this service
-- Nothing in the next 60 days.
select x.period, x.name, x.about from (
  select s.period as at, sms.period_text(s.period) as period,
         s.change || ' ' || case when r.confidential then 'a confidential change' else r.title end as name,
         concat_ws(', ', s.state, 'implemented by ' || p.name) as about
  from sms.scheduled_change s
  join sms.record r on r.number = s.change
  left join sms.person p on p.id = s.implementer
  where s.state in ('proposed', 'approved') and s.change is distinct from :record and s.change is distinct from :partOf
    and exists (select from sms.scheduled_change_service t where t.change = s.change and t.service_id = :service)
    and s.period && tstzrange(:now::timestamptz, :now::timestamptz + interval '60 days')
  union all
  select o.period, sms.period_text(o.period), case w.kind when 'freeze' then 'Freeze: ' else 'Maintenance window: ' end || w.name,
         nullif(w.reason, '')
  from sms.change_window_occurrence o join sms.change_window w on w.id = o.change_window
  where w.removed_at is null and o.period && tstzrange(:now::timestamptz, :now::timestamptz + interval '60 days')
    and (w.service_id = :service or w.service_id is null and w.customer_id is null
         or w.customer_id in (select sms.customers_of_service(:service, :now::date)))
) x order by lower(x.at), upper(x.at), x.name limit 40
