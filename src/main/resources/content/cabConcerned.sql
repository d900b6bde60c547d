-- What it touches
-- Nothing is known to be touched.
select 'Impact', null, data->>'considerImpact' from sms.record where number = :record and data->>'considerImpact' is not null
union all
select c.id, c.name, concat_ws(', ', c.type_id, c.status)
from sms.record d join sms.record r on r.number = d.data->>'partOf'
cross join lateral jsonb_array_elements_text(
  case jsonb_typeof(r.data->'configurationItems') when 'array' then r.data->'configurationItems' else '[]' end) x (id)
join sms.ci c on c.id = x.id
where d.number = :record
