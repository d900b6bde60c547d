select number as value, number || ' – ' || title as label from sms.record
where type = 'incident' and closed_at is null and resolved_at is null and not confidential and not :customerOnly
order by number desc
