select number as value, number || ' – ' || title as label from sms.record
where type = 'incident' and service_id = :service and closed_at is null and not confidential
  and number is distinct from :record
  and (not :customerOnly or customer_id = (select party_id from sms.person where id = :person))
order by label
