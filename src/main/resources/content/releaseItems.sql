-- Configuration items
-- Its changes name none.
select c.id, c.name || ' (' || t.name || ')', concat_ws(', ', 'version ' || c.version, 'master copy: ' || c.master_copy, c.location)
from sms.ci c join sms.ci_type t on t.id = c.type_id
where c.id in (select sms.release_cis(:record)) order by c.name, c.id limit 60
