-- Conditions of the members
-- None.
select p.name, array_to_string(b.sits_for, ', '), b.conditions
from sms.cab_current r join sms.cab_ballot b using (board, round) join sms.person p on p.id = b.holder
where r.board = :record and b.conditions is not null order by p.name
