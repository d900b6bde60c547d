-- Past decisions that would have come out otherwise
-- None, as far as past decisions were replayed.
select case when x.confidential then 'a confidential case' else coalesce(c.value->>'record', 'a case') end, t.value->>'decision',
       'for ' || (c.value->>'inputs') || ': ' || (c.value->>'becomes') || ' instead of ' || (c.value->>'was')
from sms.redesign r, jsonb_array_elements(r.decisions) with ordinality t(value, place),
     jsonb_array_elements(t.value->'changed') with ordinality c(value, place)
left join sms.record x on x.number = c.value->>'record'
where r.number = :record order by t.place, c.place limit 20
