-- Attributes of its type
-- The type has none.
select label, kind || coalesce(': ' || array_to_string(choices, ', '), ''), case when required then 'needed once in use' end
from sms.ci_type_attribute where type_id = :ciType order by position, name
