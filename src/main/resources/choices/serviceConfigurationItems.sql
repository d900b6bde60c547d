select c.id as value, c.name || ' (' || t.name || ')' as label
from sms.ci c join sms.ci_type t on t.id = c.type_id
where c.status <> 'retired' and c.id in (
  with recursive reached as (
    select i.id from sms.ci i join sms.service_component s on s.id = i.component_id
    where s.service_id = :service
    union
    select r.to_ci from reached join sms.ci_relation r on r.from_ci = reached.id)
  select id from reached)
order by label, value
