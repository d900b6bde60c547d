-- Votes
-- No board is asked.
select p.name || coalesce(' for ' || m.name, ''), array_to_string(b.sits_for, ', ') || case when b.veto then ' (veto)' else '' end,
       concat_ws('. ', coalesce(b.vote, 'has not voted'), b.comment, 'On condition: ' || b.conditions,
                 'Recorded by ' || c.name)
from sms.cab_current r join sms.cab_ballot b using (board, round)
join sms.person p on p.id = b.holder left join sms.person m on m.id = b.person and b.delegate is not null
left join sms.person c on c.id = b.recorded_by
where r.board = :itemBoard order by b.cast_at desc nulls last, p.name limit 100
