select p.id as value, p.name || coalesce(' (' || y.name || ')', '') as label
from sms.person p left join sms.party y on y.id = p.party_id
where p.active and (not :customerOnly or p.id = :person
                    or p.party_id = (select party_id from sms.person where id = :person))
order by label, value
