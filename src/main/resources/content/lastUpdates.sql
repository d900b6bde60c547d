-- What they have heard so far
-- Nothing yet.
select e.at, coalesce(p.name, e.actor), coalesce(e.changes->>'update', e.changes->>'workaround')
from sms.record_entry e left join sms.person p on p.id = e.actor
where e.record_number = :record and e.kind = 'task'
  and coalesce(e.changes->>'update', e.changes->>'workaround') is not null
order by e.seq desc limit 5
