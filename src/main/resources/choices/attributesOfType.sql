select name as value, label || case kind when 'number' then ' (number)' when 'date' then ' (date)'
         when 'choice' then ' (' || array_to_string(choices, ', ') || ')' else '' end
       || case when required then ' – needed' else '' end as label
from sms.ci_type_attribute where type_id = :ciType order by position, name
