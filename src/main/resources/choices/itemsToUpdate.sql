select c.id as value, c.name || ' (' || t.name || ', ' || c.status || ')' as label
from sms.ci c join sms.ci_type t on t.id = c.type_id left join sms.record r on r.number = :record
order by c.id = r.data->>'ci' or r.data->'configurationItems' @> to_jsonb(c.id) desc nulls last, c.status = 'retired', c.name, c.id
