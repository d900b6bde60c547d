select id as value, name || ' – ' || definition as label from sms.ci_type order by name, id
