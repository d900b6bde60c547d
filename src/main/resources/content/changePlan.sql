-- Scope and plan
-- It is not planned yet.
select x.name, x.value from sms.record r
left join sms.person p on p.id = r.data->>'implementer'
left join sms.service s on s.id = r.service_id,
lateral (values
  (1, 'Scope', r.data->>'description'), (2, 'Benefit', r.data->>'benefit'), (3, 'Service', s.name),
  (4, 'Configuration items', (select string_agg(c.name, ', ' order by c.name) from sms.ci c
     where c.id in (select jsonb_array_elements_text(case jsonb_typeof(r.data->'configurationItems') when 'array' then r.data->'configurationItems' end)))),
  (5, 'Deployment', to_char((r.data->>'plannedStart')::timestamptz, 'YYYY-MM-DD HH24:MI') || ' until ' || to_char((r.data->>'plannedEnd')::timestamptz, 'YYYY-MM-DD HH24:MI') || ' UTC'),
  (6, 'Implementer', p.name), (7, 'Interruption', r.data->>'interruption' || ' minutes'), (8, 'Test', r.data->>'testPlan'),
  (9, 'Remedy if it fails', r.data->>'remedyPlan'), (10, 'Risk', r.data->>'risk'), (11, 'Cost', r.data->>'cost')) x (position, name, value)
where r.number = :record and x.value is not null
order by x.position
