-- Findings, what weighs most first
-- Nothing is to be decided on.
select to_char(f.place, 'FM00'), f.title,
       concat_ws('. ',
         f.incidents || ' now, ' || f.before || ' before (' || to_char(f.growth, 'FMSG999999990') || ' %), ' || f.share || ' % of all',
         f.reopened || ' opened again, ' || f.breached || ' too late, ' || f.explained || ' with an open problem' ||
           coalesce(' (' || f.open_problem || ')', ''),
         'Latest: ' || concat_ws(', ', f.samples[1], f.samples[2], f.samples[3]),
         'Proposed: ' || case f.proposal when 'problem' then 'problem' when 'preventiveAction' then 'preventive action' else 'watch' end,
         (select case e.decision when 'dismiss' then 'Dismissed' when 'watch' then 'Watched' else 'Raised' end
                 || ' by ' || e.analysis || coalesce(': ' || e.reason, '')
          from sms.trend_finding e where e.about = f.about and e.decision is not null and e.analysis <> f.analysis
          order by e.decided_at desc limit 1))
from sms.trend_finding f where f.analysis = :record and f.place is not null order by f.place
