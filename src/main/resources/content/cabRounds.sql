-- Earlier rounds
-- The board is asked for the first time.
select 'Round ' || r.round, to_char(r.opened_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
       concat_ws('. ', r.reason, 'Votes: ' || (
         select string_agg(p.name || ' ' || b.vote || coalesce(' (' || b.comment || ')', ''), ', ' order by p.name)
         from sms.cab_ballot b join sms.person p on p.id = b.voter where b.board = r.board and b.round = r.round))
from sms.cab_round r where r.board = :record and r.state = 'void' order by r.round
