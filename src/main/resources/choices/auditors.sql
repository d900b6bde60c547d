select distinct p.id as value, p.name as label from sms.person p join sms.person_role r on r.person_id = p.id
where p.active and r.role_id in ('auditor', 'configurationManager', 'serviceManager', 'changeManager', 'financeManager', 'processOwner')
order by label, value
