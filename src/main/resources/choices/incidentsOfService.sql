select number as value, number || ' – ' || title || ' (' || status || ')' as label from sms.record i
where type = 'incident' and service_id = :service and not confidential and status not in ('merged', 'cancelled')
  and not exists (select from sms.record_link l where l.from_number = i.number and l.to_number = :record and l.kind = 'caused by')
order by closed_at is null desc, opened_at desc
