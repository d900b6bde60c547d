-- Your seat
-- You have no seat.
select array_to_string(b.sits_for, ', '),
       case when b.veto then 'your vote against it stops the change' when b.mandatory_for <> '{}' then 'without a vote for this, nothing is decided' end,
       concat_ws('. ', 'Handed to you by ' || m.name,
         'Your vote so far: ' || b.vote || coalesce(' (' || b.comment || ')', ''),
         'Votes are asked for until ' || to_char(r.deadline at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'))
from sms.cab_current r join sms.cab_ballot b using (board, round) left join sms.person m on m.id = b.person and b.delegate is not null
where r.board = :record and b.person = :member
