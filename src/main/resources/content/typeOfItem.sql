-- Its type
-- Not known.
select name, definition, degree_of_control || ' control' || case when master_copy then ', with a master copy' else '' end
from sms.ci_type where id = :ciType
