select number as value, number || ' – ' || title as label from sms.record
where type = 'problem' and closed_at is null and not confidential and number is distinct from :record
order by service_id is not distinct from :service desc, opened_at desc
