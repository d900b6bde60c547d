-- Schedule of change
-- Nothing is planned for this service or for the changes of this release.
select starts, what, said from (
  (select lower(s.period) as starts, c.number || ', ' || c.title || ' (' || c.status || ')' as what,
          'until ' || to_char(upper(s.period) at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')
            || case when s.change in (select sms.release_changes(:record)) then ', part of this release' else '' end as said
   from sms.scheduled_change s join sms.record c on c.number = s.change
   where s.state in ('proposed', 'approved') and upper(s.period) > :now and not c.confidential
     and (s.service_id = :service or s.change in (select sms.release_changes(:record))
          or exists (select from sms.scheduled_change_service t where t.change = s.change and t.service_id = :service))
   order by 1 limit 15)
  union all
  (select (r.data->>'plannedStart')::timestamptz, r.number || ', ' || r.title || ' (' || r.status || ')', 'a release of the service'
   from sms.record r
   where r.type = 'release' and r.closed_at is null and not r.confidential and r.number is distinct from :record
     and r.service_id = :service and (r.data->>'plannedEnd')::timestamptz > :now
   order by 1 limit 10)
  union all
  (select lower(o.period), w.name, case w.kind when 'freeze' then 'a freeze: nothing is deployed' else 'a maintenance window' end
          || ', until ' || to_char(upper(o.period) at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')
   from sms.change_window w join sms.change_window_occurrence o on o.change_window = w.id
   where w.removed_at is null and upper(o.period) > :now
     and (w.service_id = :service or w.service_id is null
          and (w.customer_id is null or w.customer_id in (select sms.customers_of_service(:service, :now::timestamptz::date))))
   order by 1 limit 10)) l
order by starts limit 30
