select place::text as value, criterion || ' (' || weight || ')' as label
from sms.release_criterion where release = :record order by place
