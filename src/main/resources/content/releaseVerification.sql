-- What was verified
-- Nothing was verified.
select c.id, c.name, case i.whole when true then 'whole' else 'not whole' end
from sms.release_item i join sms.ci c on c.id = i.ci_id where i.release = :record order by i.whole, c.name
