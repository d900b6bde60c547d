-- Related records
-- None.
select r.number, case when l.from_number = :record then 'this record ' || l.kind || ' it'
                      else 'it ' || l.kind || ' this record' end, r.title || ' (' || r.status || ')'
from sms.record_link l
join sms.record r on r.number = case when l.from_number = :record then l.to_number else l.from_number end
where (l.from_number = :record or l.to_number = :record) and not r.confidential
order by l.linked_at desc limit 20
