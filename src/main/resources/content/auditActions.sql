-- What was raised
-- Nothing.
select coalesce(m.raised, 'waits'), m.variables->>'title',
       case when m.raised is not null then coalesce(r.outcome, r.status)
            when m.name = 'correctiveAction.raised' then 'corrective action, which no process takes yet; it is delivered as soon as one does'
            else 'is about to be asked for' end
from sms.message m left join sms.record r on r.number = m.raised
where m.from_record = :record order by m.id
