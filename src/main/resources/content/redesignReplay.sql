-- Where past cases would have gone otherwise
-- Nowhere, as far as past cases were replayed.
select case when x.confidential then 'a confidential case' else d.value->>'record' end,
       d.value->>'elementName', d.value->>'text'
from sms.redesign r, jsonb_array_elements(r.replay->'divergences') with ordinality d(value, place)
left join sms.record x on x.number = d.value->>'record'
where r.number = :record order by d.place limit 20
