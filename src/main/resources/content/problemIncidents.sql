-- Its incidents
-- No incident is linked to it.
select r.number, r.title, r.status || ', ' || to_char(r.opened_at at time zone 'UTC', 'YYYY-MM-DD')
from sms.record_link l join sms.record r on r.number = l.from_number
where l.to_number = :record and l.kind = 'caused by' and r.type in ('incident', 'major-incident') and not r.confidential
order by r.opened_at desc limit 10
