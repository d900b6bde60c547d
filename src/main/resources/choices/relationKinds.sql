select id as value, id as label from sms.ci_relation_kind
union all select 'makes up', 'makes up (a service component)'
order by value
