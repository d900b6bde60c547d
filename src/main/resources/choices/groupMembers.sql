select p.id as value, p.name as label from sms.person p join sms.person_role r on r.person_id = p.id
where p.active and r.role_id = :supportGroup order by label, value
