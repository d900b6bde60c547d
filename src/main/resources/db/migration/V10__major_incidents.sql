-- Major incidents: which incidents may become part of one, and the timeline of both.

-- Open incidents that are not part of a running major incident yet. Null asks for nothing, all null finds nothing; a
-- configuration item counts with all that depends on it.
create function incidents_to_link(major text, of_service text, of_category text, of_ci text, since timestamptz)
returns setof text
language sql stable as $$
  with recursive affected as (
    select of_ci as id
    union
    select c.from_ci from affected a join sms.ci_relation c on c.to_ci = a.id
  )
  select r.number from sms.record r
  where num_nonnulls(of_service, of_category, of_ci) > 0
    and r.type = 'incident' and r.closed_at is null and r.resolved_at is null
    and (of_service is null or r.service_id = of_service)
    and (of_category is null or r.data->>'category' = of_category)
    and (of_ci is null or r.data->>'ci' in (select id from affected))
    and (since is null or r.opened_at >= since)
    and (not r.confidential or (select m.confidential from sms.record m where m.number = major))
    and not exists (
      select from sms.record_link l join sms.record m on m.number = l.to_number
      where l.from_number = r.number and l.kind = 'part of' and m.type = 'major-incident' and m.closed_at is null)
$$;

-- What happened, to tell it afterwards: the major incident's own journal without what only moves it on, and of the
-- incidents that are part of it their reports, their changes of status and what people said.
create view major_incident_timeline as
select m.number as major, e.record_number, e.seq, e.at, e.actor, e.kind, e.element_name, e.requirement,
       coalesce(
         -- of a decision people read what came of it, not which version of the table it was
         case when e.kind <> 'decision' then e.note end,
         (select string_agg(c.value, ' – ' order by c.key) from jsonb_each_text(e.changes) c
          where c.key in ('action', 'decision', 'groupResult', 'reviewResult', 'reason', 'update', 'workaround',
                          'resolution', 'work', 'groupNote', 'logEntry', 'cause', 'majorCriterion'))) as said,
       e.changes->>'status' as status
from record m join record_entry e on e.record_number = m.number
where m.type = 'major-incident'
  and e.kind in ('opened', 'task', 'decision', 'event', 'linked', 'comment', 'told', 'waits', 'notified', 'closed')
union all
select l.to_number, e.record_number, e.seq, e.at, e.actor, e.kind, e.element_name, e.requirement,
       coalesce(e.note, e.changes->>'resolution'), e.changes->>'status'
from record_link l join record_entry e on e.record_number = l.from_number
where l.kind = 'part of' and (e.kind in ('opened', 'comment', 'closed') or jsonb_exists(e.changes, 'status'));
