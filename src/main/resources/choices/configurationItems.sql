select c.id as value, c.name || ' (' || t.name || ')' as label from sms.ci c join sms.ci_type t on t.id = c.type_id
where c.status <> 'retired' order by label, value
