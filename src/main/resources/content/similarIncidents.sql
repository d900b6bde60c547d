-- Similar incidents
-- No resolved incident of this service and category.
select number, title, data->>'resolution' as resolution from sms.record
where type = 'incident' and service_id = :service and data->>'category' = :category
  and resolved_at is not null and data->>'resolution' is not null and not confidential
  and number is distinct from :record
order by resolved_at desc limit 5
