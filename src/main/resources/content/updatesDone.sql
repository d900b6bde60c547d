-- What was updated
-- Nothing yet.
select coalesce(u.ci, 'Type'), u.action || ', by ' || coalesce(p.name, u.written_by) || coalesce(', ' || u.change, ''), u.summary
from sms.ci_update u left join sms.person p on p.id = u.written_by
where u.record = :record and u.applied_at is not null order by u.position desc limit 20
