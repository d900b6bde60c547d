-- Known errors that may help
-- None is known that is like it.
select number, title || case helped when 0 then '' when 1 then ' (helped once)' else ' (helped ' || helped || ' times)' end, workaround
from sms.suggested_known_errors(:service, :category, :ci, concat_ws(' ', :title::text, :description::text), 8)
