select c.board as value, c.board || ' – ' || r.title as label
from sms.cab_current c join sms.record r on r.number = c.board
where c.state = 'voting' and c.kind <> 'alone' and r.closed_at is null and not r.confidential and not :customerOnly
order by c.deadline, c.board
