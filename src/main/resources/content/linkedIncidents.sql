-- Incidents that are part of it
-- None.
select r.status, count(*)::text, case when count(*) <= 5 then string_agg(r.number, ', ' order by r.number) end
from sms.record_link l join sms.record r on r.number = l.from_number
where l.to_number = :record and l.kind = 'part of'
group by r.status order by count(*) desc
