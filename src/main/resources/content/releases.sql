-- Changes and releases
-- No recent or coming changes or releases of this service.
select number, title, coalesce(outcome, status) || coalesce(', planned for ' || to_char((data->>'plannedStart')::timestamptz, 'YYYY-MM-DD HH24:MI'), '')
from sms.record
where type in ('release', 'change') and service_id = :service and not confidential
  and (closed_at is null or closed_at > :now::timestamptz - interval '30 days')
order by opened_at desc limit 10
