-- Items that this is about
-- None is named.
select c.id, c.name || ' (' || t.name || ')',
       concat_ws(', ', c.status, c.version, c.location,
         case when exists (select from sms.ci_update u where u.record = r.number and u.ci = c.id and u.applied_at is not null)
              then 'UPDATED' else 'not updated yet' end)
from sms.record r
join sms.ci c on r.data->'configurationItems' @> to_jsonb(c.id)
join sms.ci_type t on t.id = c.type_id
where r.number = :record order by c.name, c.id limit 50
