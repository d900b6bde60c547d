-- Requests for change
-- The request waits: no process takes it yet. It is delivered as soon as change management is there; until then, enter below what was changed.
select r.number, r.title, coalesce(r.outcome, r.status)
from sms.record_link l join sms.record r on r.number = l.from_number
where l.to_number = :record and l.kind = 'resolves'
order by l.linked_at desc
