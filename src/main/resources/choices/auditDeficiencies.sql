select place::text as value, to_char(place, 'FM00') || ' – ' || title as label
from sms.audit_deficiency where audit = :record order by place
