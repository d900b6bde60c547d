-- Why it is with you
-- Nothing was said.
select coalesce(p.name, e.actor) || ', ' || to_char(e.at, 'YYYY-MM-DD HH24:MI'), coalesce(e.changes->>'reason', e.changes->>'conditions', e.changes->>'collisionReason')
from sms.record_entry e left join sms.person p on p.id = e.actor
where e.record_number = :record and coalesce(e.changes->>'reason', e.changes->>'conditions', e.changes->>'collisionReason') <> ''
order by e.seq desc limit 3
