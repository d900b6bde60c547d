-- The meeting
-- Nothing was on the agenda.
select a.place::text || '. ' || a.board, r.title,
       concat_ws('. ', case a.result when 'voted' then 'Voted on' when 'goesOn' then 'Discussed, the voting goes on'
                         when 'postponed' then 'Postponed' when 'settled' then 'No longer open' end,
                 n.votes_for || ' for, ' || n.votes_against || ' against, ' || n.abstained || ' abstained',
                 'Decision: ' || c.decision, a.discussion)
from sms.cab_agenda a join sms.record r on r.number = a.board join sms.cab_current c on c.board = a.board
cross join lateral sms.cab_count(c.board, c.round) n
where a.meeting = :record order by a.place
