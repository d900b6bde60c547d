-- What was done so far, the latest first
-- Nothing was done yet.
select t.at, coalesce(p.name, t.actor) || ', ' || coalesce(t.element_name, t.kind), t.said
from sms.major_incident_timeline t left join sms.person p on p.id = t.actor
where t.major = :record and t.record_number = :record and t.kind in ('task', 'event', 'linked', 'told', 'waits')
order by t.seq desc limit 12
