-- How the votes stand
-- No board is asked.
select case c.result
         when 'alone' then 'Low risk: you decide alone'
         when 'carried' then 'Carried: it can be approved'
         when 'notCarried' then 'Not carried: it can be rejected'
         when 'vetoed' then 'Vetoed by ' || c.vetoed_by || ': it can be rejected'
         when 'mandatoryMissing' then 'Nobody has voted for ' || c.lacking || ': it can be deferred or rejected'
         else 'No quorum: it can be deferred or rejected' end,
       case when c.result <> 'alone' then
         c.votes_for || ' for, ' || c.votes_against || ' against, ' || c.abstained || ' abstained, of ' || c.members end,
       case when c.result <> 'alone' then
         'quorum ' || r.quorum || ' %, threshold ' || r.threshold || ' %, deadline ' || to_char(r.deadline at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"') end
from sms.cab_current r, sms.cab_count(r.board, r.round) c where r.board = :record
