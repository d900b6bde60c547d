select p.id as value, p.name as label from sms.person p
where p.active and exists (select from sms.person_role r where r.person_id = p.id and r.role_id not in ('customer', 'customerApprover', 'monitoring'))
order by label, value
