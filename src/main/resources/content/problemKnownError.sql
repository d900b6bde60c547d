-- Its known error
-- None is recorded yet.
select k.number || case k.state when 'retired' then ' (retired)' else '' end, k.title || ', helped with ' || k.helped || case k.helped when 1 then ' incident' else ' incidents' end,
       k.workaround
from sms.record_link l join sms.known_error k on k.number = l.from_number
where l.to_number = :record and l.kind = 'describes'
order by k.state, k.published_at desc
