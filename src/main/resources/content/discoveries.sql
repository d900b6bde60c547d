-- What was discovered
-- Nothing was handed over yet.
select d.source, to_char(max(d.taken_at) at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC',
       (select count(*) || ' items, ' || count(*) filter (where s.ci is null) || ' of them not in the CMDB' from sms.discovered s where s.source = d.source)
       || case when bool_or(d.complete) then '; names all that it knows' else '' end
from sms.discovery d group by d.source order by d.source
