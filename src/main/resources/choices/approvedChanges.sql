select c.number as value, c.number || ' – ' || c.title || coalesce(' (' || s.name || ')', '') as label
from sms.record c left join sms.service s on s.id = c.service_id
where c.type = 'change' and c.closed_at is null and not c.confidential and not :customerOnly
  and c.data->>'approved' = 'yes' and c.status not in ('withdrawn', 'rejected', 'failed')
  and not exists (select from sms.record_link l join sms.record r on r.number = l.from_number
                  where l.to_number = c.number and l.kind = 'deploys' and r.closed_at is null)
order by c.service_id is not distinct from :service desc, c.number desc
