-- To be checked, as the CMDB has it
-- Nothing is left.
select c.id, c.name || ' (' || t.name || ')',
       concat_ws(', ', c.status, 'version ' || c.version, c.location, 'owner ' || p.name, 'serial ' || (c.attributes->>'serial'), 'asset ' || (c.attributes->>'assetTag'))
from sms.audit_item i join sms.ci c on c.id = i.ci join sms.ci_type t on t.id = c.type_id left join sms.person p on p.id = c.owner_id
where i.audit = :record and i.result is null order by i.position
