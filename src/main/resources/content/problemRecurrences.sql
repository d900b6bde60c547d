-- What came up again since the resolution
-- The problem is not resolved.
with problem as (
  select number, service_id, data->>'category' as category, data->>'ci' as ci, resolved_at,
         greatest(:now::timestamptz - resolved_at, interval '1 day') as span
  from sms.record where number = :record and resolved_at is not null
), incident as (
  select i.*, i.opened_at > p.resolved_at as since from problem p
  join sms.record i on i.type = 'incident' and i.opened_at > p.resolved_at - p.span
    and i.opened_at <= :now and i.status not in ('merged', 'cancelled')
), counted as (
  select 1 as row, i.since, i.number from incident i
  where exists (select from sms.record_link l where l.from_number = i.number and l.to_number = :record and l.kind = 'caused by')
  union all
  select 2, i.since, i.number from incident i
  where exists (select from sms.record_link s join sms.record_link d on d.from_number = s.to_number and d.kind = 'describes'
                where s.from_number = i.number and s.kind = 'solved by' and d.to_number = :record)
  union all
  select 3, i.since, i.number from problem p join incident i on i.data->>'ci' = p.ci
  union all
  select 4, i.since, i.number
  from problem p join incident i on i.service_id = p.service_id and i.data->>'category' = p.category
)
select k.what,
       count(c.number) filter (where c.since) || ' since then, '
       || count(c.number) filter (where not c.since) || ' in the same time before'
       || coalesce(', the latest is ' || max(c.number) filter (where c.since), '')
from problem, (values (1, 'Linked to this problem'), (2, 'Solved by its known error'), (3, 'On its configuration item'),
                      (4, 'Of its service and category')) as k(row, what)
left join counted c on c.row = k.row
group by k.row, k.what order by k.row
