select p.id as value, p.name || coalesce(' (' || y.name || ')', '') as label
from sms.person p left join sms.party y on y.id = p.party_id
where p.active and sms.natural_person(p.id) is distinct from sms.natural_person(:reporter)
  and (:implementerSits::text = 'yes' or sms.natural_person(p.id) is distinct from sms.natural_person(:implementer))
  and exists (select from sms.person_role r where r.person_id = p.id and r.role_id not in ('customer', 'monitoring', 'auditor', 'camunda-admin'))
order by label, value
