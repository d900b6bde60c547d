-- Changes and releases
-- No recent or coming changes or releases of this service.
select r.number, r.title,
       coalesce(r.outcome, r.status) || coalesce(', planned for ' || to_char((r.data->>'plannedStart')::timestamptz at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), '')
         || coalesce(', deployed ' || to_char((r.data->>'deployedAt')::timestamptz at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), '')
from sms.record r
where r.type in ('release', 'change') and not r.confidential
  and (r.closed_at is null or r.closed_at > :now::timestamptz - interval '30 days')
  and (r.service_id = :service
       or r.type = 'release' and exists (select from sms.release_changes(r.number) n join sms.record c on c.number = n where c.service_id = :service))
order by r.opened_at desc limit 10
