select i.number as value, i.number || ' – ' || i.title || ' (' || i.status || ')' as label
from sms.record i
where i.number in (select sms.release_incidents(:record))
  and not exists (select from sms.record_link l where l.from_number = i.number and l.to_number = :record and l.kind = 'caused by')
order by i.opened_at desc
