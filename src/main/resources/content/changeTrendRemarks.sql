-- Remarks of the service manager
-- None so far.
select coalesce(p.name, e.actor), to_char(e.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), e.changes->>'remarks'
from sms.record_entry e left join sms.person p on p.id = e.actor
where e.record_number = :record and e.kind = 'task' and e.changes->>'remarks' is not null order by e.seq
