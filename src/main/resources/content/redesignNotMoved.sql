-- Cases that did not move, and why
-- All of them moved.
select case when x.confidential then 'a confidential case' else coalesce(s.value->>'record', s.value->>'instance') end,
       (select string_agg(e, ', ') from jsonb_array_elements_text(s.value->'elements') e), s.value->>'reason'
from sms.redesign r, jsonb_array_elements(r.moved->'stuck') with ordinality s(value, place)
left join sms.record x on x.number = s.value->>'record'
where r.number = :record order by s.place limit 50
