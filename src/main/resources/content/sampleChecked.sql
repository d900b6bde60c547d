-- What people checked
-- No sample was drawn.
select c.id, c.name, case i.result when 'found' then 'found as recorded' when 'differs' then 'differs' else 'not found' end || coalesce(', ' || i.note, '')
from sms.audit_item i join sms.ci c on c.id = i.ci
where i.audit = :record and i.result is not null order by i.result = 'found', i.position
