-- Request for change
-- The request cannot be found.
with c as (
  select r.*, p.name as requester, s.name as service_name, i.name as implementer_name
  from sms.record d join sms.record r on r.number = d.data->>'partOf'
  left join sms.person p on p.id = r.reporter_id left join sms.service s on s.id = r.service_id
  left join sms.person i on i.id = r.data->>'implementer'
  where d.number = :itemBoard)
select what, null, said from (
  select 1 as place, number as what, title as said from c
  union all select 2, 'Scope', data->>'description' from c
  union all select 3, 'Benefit', data->>'benefit' from c
  union all select 4, 'Service', service_name from c
  union all select 5, 'Requested by', requester from c
  union all select 6, 'Type', concat_ws(', ', data->>'changeType', data->>'changeKind') from c
  union all select 7, 'Risk', data->>'risk' from c
  union all select 8, 'Cost', data->>'cost' from c
  union all select 9, 'Planned', translate(concat_ws(' to ', data->>'plannedStart', data->>'plannedEnd'), 'TZ', ' ') from c
  union all select 10, 'Carried out by', implementer_name from c) x
where said <> '' order by place
