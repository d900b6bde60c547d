-- Early life
-- It is not deployed.
select (data->>'deployedAt')::timestamptz, 'deployed',
       'early life until ' || to_char((data->>'earlyLifeEnds')::timestamptz at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')
from sms.record where number = :record and data->>'deployedAt' is not null
