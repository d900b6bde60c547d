-- Agenda
-- Nothing is on the agenda.
select a.place::text, a.board || ' – ' || r.title,
       concat_ws(', ', r.data->>'partOf', 'risk ' || (r.data->>'risk'), 'votes until ' || to_char(c.deadline at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'))
from sms.cab_agenda a join sms.record r on r.number = a.board join sms.cab_current c on c.board = a.board
where a.meeting = :record order by a.place
