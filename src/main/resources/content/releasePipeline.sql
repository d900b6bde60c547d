-- What the pipeline says
-- It has not answered.
select received_at, state, concat_ws(', ', message, 'log: ' || log)
from sms.deployment_answer where release = :record order by received_at desc limit 10
