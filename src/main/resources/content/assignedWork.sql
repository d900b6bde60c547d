-- What your group is asked to do
-- Nothing was said: ask the manager of the major incident.
select coalesce(p.name, 'Manager'), 'asks', :assignedWork::text
from sms.record r left join sms.person p on p.id = r.owner_id
where r.number = :record and :assignedWork::text is not null
