-- Incidents of the services
-- No service had as many incidents as a finding needs.
select s.name, f.incidents || ' incidents, ' || f.before || ' in the period before (' || to_char(f.growth, 'FMSG999999990') || ' %)',
       f.reopened || ' opened again, ' || f.breached || ' too late, ' || f.explained || ' with an open problem'
from sms.trend_finding f join sms.service s on s.id = f.service_id
where f.analysis = :record and f.kind = 'service' order by f.id limit 20
