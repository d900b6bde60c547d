select id as value, id || ' – ' || name as label from sms.standard_change where state = 'approved' order by name, id
