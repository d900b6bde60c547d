select c.id as value, c.name || ' (' || t.name || ')' as label
from sms.ci c join sms.ci_type t on t.id = c.type_id
where c.status <> 'retired' and c.id in (select sms.cis_of_service(:service))
order by label, value
