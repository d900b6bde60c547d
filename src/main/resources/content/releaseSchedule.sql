-- Schedule of change
-- Nothing is planned for this service or for the changes of this release.
select (r.data->>'plannedStart')::timestamptz, r.number || ', ' || r.title || ' (' || r.status || ')',
       'until ' || to_char((r.data->>'plannedEnd')::timestamptz at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')
from sms.record r
where r.type in ('change', 'release') and r.closed_at is null and not r.confidential and r.number is distinct from :record
  and (r.data->>'plannedEnd')::timestamptz > :now
  and (r.service_id = :service or r.number in (select sms.release_changes(:record)))
order by 1 limit 15
