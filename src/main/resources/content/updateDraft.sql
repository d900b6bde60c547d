-- What is written down
-- Nothing.
select coalesce(u.ci, 'New'), u.action || ', by ' || coalesce(p.name, u.written_by), l.line
from sms.ci_update u left join sms.person p on p.id = u.written_by, unnest(string_to_array(u.summary, E'\n')) l (line)
where u.record = :record and u.applied_at is null
