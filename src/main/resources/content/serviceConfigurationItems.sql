-- Configuration items
-- No configuration items are known for this service.
select c.id, c.name || ' (' || t.name || ')', nullif(concat_ws(', ', c.version, c.location), '')
from sms.ci c join sms.ci_type t on t.id = c.type_id
where c.status <> 'retired' and c.id in (select sms.cis_of_service(:service))
order by c.name, c.id limit 30
