-- Problems that were solved
-- No problem of this service was solved yet.
select number, title, data->>'resolution' from sms.record
where type = 'problem' and service_id = :service and resolved_at is not null and not confidential
order by resolved_at desc limit 5
