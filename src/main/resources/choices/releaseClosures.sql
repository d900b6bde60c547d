select r.number as value, r.number || ' – ' || r.title as label
from sms.record r left join sms.known_error k on k.number = r.number
where not r.confidential and not :customerOnly
  and (r.type = 'problem' and r.closed_at is null or k.state = 'current')
  and not exists (select from sms.record_link l where l.from_number = :record and l.to_number = r.number and l.kind = 'closes')
order by r.service_id is not distinct from :service desc, r.opened_at desc
