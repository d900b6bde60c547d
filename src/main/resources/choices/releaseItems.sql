select c.id as value, c.id || ' – ' || c.name || coalesce(', version ' || c.version, '') as label
from sms.ci c where c.id in (select sms.release_cis(:record)) order by c.name, c.id
