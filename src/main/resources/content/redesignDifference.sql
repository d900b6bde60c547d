-- What differs from the version in force
-- Nothing differs.
select lower(c.value->>'mark'), (c.value->>'kind') || ' ' || coalesce(nullif(c.value->>'name', ''), c.value->>'id'),
       (select string_agg(w.value, '; ' order by w.place) from jsonb_array_elements_text(c.value->'what') with ordinality w(value, place))
from sms.redesign r, jsonb_array_elements(r.difference) with ordinality c(value, place)
where r.number = :record order by c.place limit 100
