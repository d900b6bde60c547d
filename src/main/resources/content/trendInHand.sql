-- In hand already
-- No finding is dealt with by an open problem or by what was raised before.
select f.in_hand, f.title, f.incidents || ' now, ' || f.before || ' before, ' || f.explained || ' with an open problem'
from sms.trend_finding f where f.analysis = :record and f.in_hand is not null order by f.id limit 20
