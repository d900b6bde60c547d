select r.number as value, r.number || ' – ' || r.title as label
from sms.record_link l join sms.record r on r.number = l.to_number
where l.from_number = :record and l.kind in ('deploys', 'closes')
order by l.kind desc, r.number
