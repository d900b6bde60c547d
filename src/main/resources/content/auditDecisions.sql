-- What was found wrong, and what was decided
-- Nothing was found wrong.
select to_char(d.place, 'FM00'), d.title,
       case d.decision when 'correct' then 'to be corrected' when 'action' then 'corrective action' else 'accepted' end
       || ', by ' || coalesce(p.name, d.decided_by) || coalesce(', ' || d.reason, '')
from sms.audit_deficiency d left join sms.person p on p.id = d.decided_by where d.audit = :record order by d.place
