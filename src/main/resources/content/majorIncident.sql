-- Major incident
-- It is not part of a major incident.
select m.number, m.title || ' (' || m.status || ')', 'Workaround: ' || (m.data->>'workaround')
from sms.record_link l join sms.record m on m.number = l.to_number and m.type = 'major-incident'
where l.from_number = :record and l.kind = 'part of'
order by l.linked_at desc
