select id::text as value, to_char(id, 'FM00') || ' – ' || title as label
from sms.change_trend_finding where analysis = :record
order by id
