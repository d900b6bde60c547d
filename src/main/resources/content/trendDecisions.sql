-- What was decided
-- There was nothing to decide on.
select case f.decision when 'problem' then 'Problem raised' when 'preventiveAction' then 'Preventive action raised'
                       when 'watch' then 'Watched' else 'Dismissed' end,
       f.title, concat_ws('. ', f.incidents || ' now, ' || f.before || ' before', f.reason)
from sms.trend_finding f where f.analysis = :record and f.decision is not null order by f.place
