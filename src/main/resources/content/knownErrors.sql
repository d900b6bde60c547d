-- Known errors
-- No known errors for this service.
select number, title, data->>'workaround' as workaround from sms.record
where type = 'known-error' and service_id = :service and closed_at is null and not confidential
order by data->>'category' is not distinct from :category desc, opened_at desc limit 10
