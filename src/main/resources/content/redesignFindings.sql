-- What the checks of the latest draft found
-- Nothing to correct.
select f.value from sms.redesign r, jsonb_array_elements_text(r.findings) with ordinality f(value, place)
where r.number = :record order by f.place limit 50
