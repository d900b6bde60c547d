-- What stands out, what matters most first
-- Nothing stands out.
select to_char(f.id, 'FM00'), f.title,
       concat_ws('. ',
         f.changes || case f.kind when 'leadTime' then ' days now, ' else ' now, ' end || f.before || ' before ('
           || to_char(f.growth, 'FMSG999999990') || ' %)'
           || case when f.kind in ('leadTime', 'standardCandidate') then '' else ', ' || f.percent || ' % of all' end,
         'Proposed: ' || case f.proposal when 'improvement' then 'improvement' else 'watch' end)
from sms.change_trend_finding f where f.analysis = :record order by f.id limit 40
