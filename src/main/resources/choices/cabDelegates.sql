select p.id as value, p.name || coalesce(' (' || y.name || ')', '') as label
from sms.cab_current c cross join lateral sms.cab_delegates(c.board, c.round, :member) d (id)
join sms.person p on p.id = d.id left join sms.party y on y.id = p.party_id
where c.board = :record order by label, value
