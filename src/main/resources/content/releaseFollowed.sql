-- The emergency release
-- It is not known.
select r.number, r.title, concat_ws(', ', coalesce(r.outcome, r.status), 'built: ' || (r.data->>'buildNote'), 'left to be tested: ' || (r.data->>'testNote'))
from sms.record_link l join sms.record r on r.number = l.to_number
where l.from_number = :record and l.kind = 'follows'
union all
select 'Incidents since', count(n)::text, nullif(string_agg(n, ', ' order by n), '')
from sms.record_link l cross join lateral sms.release_incidents(l.to_number) n
where l.from_number = :record and l.kind = 'follows'
