-- Where running cases stand
-- No cases run.
select coalesce(nullif(w.value->>'element', ''), w.value->>'elementId'), w.value->>'cases'
from sms.redesign r, jsonb_array_elements(r.moves->'where') with ordinality w(value, place)
where r.number = :record order by w.place limit 50
