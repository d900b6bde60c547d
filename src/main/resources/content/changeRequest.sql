-- Requests for change
-- The request is on its way to change management.
select r.number, r.title, coalesce(r.outcome, r.status)
from sms.record_link l join sms.record r on r.number = l.from_number
where l.to_number = :record and l.kind = 'resolves'
order by l.linked_at desc
