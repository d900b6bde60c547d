-- Plans
-- The request has no plans.
select what, null, said from (
  select 1 as place, 'Test' as what, r.data->>'testPlan' as said, d.number from sms.record d join sms.record r on r.number = d.data->>'partOf'
  union all
  select 2, 'Remedy if it fails', r.data->>'remedyPlan', d.number from sms.record d join sms.record r on r.number = d.data->>'partOf') x
where number = :record and said is not null order by place
