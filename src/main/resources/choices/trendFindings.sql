select place::text as value, to_char(place, 'FM00') || ' – ' || title as label
from sms.trend_finding where analysis = :record and place is not null
order by place
