-- The last audits
-- None.
select number, title, coalesce(outcome, status) || coalesce('. ' || (data->>'figures'), '')
from sms.record where type = 'configuration-audit' and number is distinct from :record order by opened_at desc limit 5
