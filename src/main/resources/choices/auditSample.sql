select i.ci as value, c.name || ' (' || t.name || ', ' || i.ci || ')' as label
from sms.audit_item i join sms.ci c on c.id = i.ci join sms.ci_type t on t.id = c.type_id
where i.audit = :record and i.result is null order by i.position
