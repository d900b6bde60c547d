-- Why it came back
-- It did not come back yet.
select e.at, coalesce(p.name, e.actor) || ', ' || e.element_name, e.changes->>'reason'
from sms.record_entry e left join sms.person p on p.id = e.actor
where e.record_number = :record and e.kind = 'task' and e.changes->>'reason' is not null
order by e.seq desc limit 5
