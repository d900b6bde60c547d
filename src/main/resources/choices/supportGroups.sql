select id as value, name as label from sms.role where support_group order by label
