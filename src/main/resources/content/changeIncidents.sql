-- Incidents since it was deployed
-- None of its service and configuration items.
select i.number, i.title, i.status from sms.record c join sms.record i
  on i.type = 'incident' and not i.confidential and i.opened_at >= (c.data->>'plannedStart')::timestamptz
 and (i.service_id = c.service_id
      or i.data->>'ci' in (select jsonb_array_elements_text(case jsonb_typeof(c.data->'configurationItems') when 'array' then c.data->'configurationItems' end)))
where c.number = :record
order by i.opened_at desc limit 20
