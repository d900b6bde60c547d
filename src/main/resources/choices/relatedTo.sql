select value, label from (
  select c.id as value, c.name || ' (' || t.name || ')' as label,
         exists (select from sms.ci_relation r where r.from_ci = :ci and r.to_ci = c.id) as related
  from sms.ci c join sms.ci_type t on t.id = c.type_id where c.status <> 'retired' and c.id is distinct from :ci
  union all
  select p.id, p.name || ' (component of ' || s.name || ')',
         exists (select from sms.ci_component m where m.ci_id = :ci and m.component_id = p.id)
  from sms.service_component p join sms.service s on s.id = p.service_id) x
order by related desc, label, value
