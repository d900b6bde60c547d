-- What it deploys and closes
-- Nothing yet: choose approved changes.
select case l.kind when 'deploys' then 'Deploys ' else 'Closes ' end || r.number, r.title,
       concat_ws(', ', r.status, case when r.type = 'change' and r.data->>'approved' is distinct from 'yes' then 'not approved' end)
from sms.record_link l join sms.record r on r.number = l.to_number
where l.from_number = :record and l.kind in ('deploys', 'closes')
order by l.kind desc, r.number
