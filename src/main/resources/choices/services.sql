select id as value, name as label from sms.service where status = 'live' order by label
