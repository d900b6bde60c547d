-- What the support groups found
-- Nothing was handed in yet.
select to_char(e.at at time zone 'UTC', 'YYYY-MM-DD') || ', ' || coalesce(p.name, e.actor),
       case e.changes->>'found' when 'cause' then 'the cause' when 'workaround' then 'a workaround' else 'neither' end,
       e.changes->>'finding'
from sms.record_entry e left join sms.person p on p.id = e.actor
where e.record_number = :record and e.changes->>'finding' is not null
order by e.seq desc limit 10
