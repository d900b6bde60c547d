select b.person as value, p.name || ' – ' || array_to_string(b.sits_for, ', ') as label
from sms.cab_current c join sms.cab_ballot b on b.board = c.board and b.round = c.round
join sms.person p on p.id = b.holder join sms.record m on m.number = :record
where c.board = :itemBoard and (m.data->'attendance') @> to_jsonb(b.holder)
order by label, value
