-- Drafts, the latest first
-- None was brought yet.
select 'Revision ' || d.revision, p.name, to_char(d.brought_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"') || ': '
       || (select string_agg(f.name, ', ' order by f.name) from sms.redesign_file f where f.draft = d.id)
from sms.redesign_draft d join sms.person p on p.id = d.brought_by
where d.redesign = :record order by d.revision desc limit 10
