-- Conclusions of the change manager
-- None are written yet.
select coalesce(p.name, e.actor), null, r.data->>'conclusions'
from sms.record r
join lateral (select actor from sms.record_entry where record_number = r.number and kind = 'task'
                and element_id = 'userTask_conclude' order by seq desc limit 1) e on true
left join sms.person p on p.id = e.actor
where r.number = :record and r.data->>'conclusions' is not null
