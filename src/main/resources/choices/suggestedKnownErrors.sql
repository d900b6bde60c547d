select number as value, number || ' – ' || title as label
from sms.suggested_known_errors(:service, :category, :ci, concat_ws(' ', :title::text, :description::text), 20)
