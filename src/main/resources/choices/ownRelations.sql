select value, value || ' – ' || name as label from (
  select r.kind || ' ' || r.to_ci as value, c.name from sms.ci_relation r join sms.ci c on c.id = r.to_ci where r.from_ci = :ci
  union all
  select 'makes up ' || m.component_id, p.name from sms.ci_component m join sms.service_component p on p.id = m.component_id where m.ci_id = :ci) x
order by value
