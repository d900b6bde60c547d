-- Maintenance windows to come
-- This service has no maintenance windows: any time outside a freeze will do.
select sms.period_text(o.period), w.name,
       coalesce((select 'not free: the freeze "' || min(f.name) || '"'
                 from sms.change_window f join sms.change_window_occurrence x on x.change_window = f.id
                 where f.kind = 'freeze' and f.removed_at is null and x.period && o.period
                   and (f.service_id = :service or f.service_id is null and f.customer_id is null
                        or f.customer_id in (select sms.customers_of_service(:service, :now::date)))),
                (select 'taken by ' || string_agg(s.change || ' (' || s.state || ')', ', ' order by s.change)
                 from sms.scheduled_change s
                 where s.state in ('proposed', 'approved') and s.period && o.period
                   and s.change is distinct from :record and s.change is distinct from :partOf
                   and (exists (select from sms.scheduled_change_service t where t.change = s.change and t.service_id = :service)
                        or s.implementer = :implementer)),
                'free')
from sms.change_window w join sms.change_window_occurrence o on o.change_window = w.id
where w.kind = 'maintenance' and w.removed_at is null and lower(o.period) > :now::timestamptz
  and (w.service_id = :service
       or w.service_id is null and w.customer_id is null and not exists (
         select from sms.change_window x where x.kind = 'maintenance' and x.removed_at is null and x.service_id = :service))
order by lower(o.period) limit 8
