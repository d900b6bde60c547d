-- What was found wrong, what weighs most first
-- Nothing.
select to_char(place, 'FM00'), title, case when count > 1 then detail end
from sms.audit_deficiency where audit = :record order by place
