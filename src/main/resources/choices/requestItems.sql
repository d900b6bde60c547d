select id as value, name || ' – ' || description as label from sms.request_item where not retired order by label
