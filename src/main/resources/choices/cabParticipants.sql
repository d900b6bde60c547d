select distinct p.id as value, p.name as label
from sms.cab_agenda a join sms.cab_current c on c.board = a.board
join sms.cab_ballot b on b.board = c.board and b.round = c.round join sms.person p on p.id = b.holder
where a.meeting = :record order by label, value
