-- The draft
-- No draft was taken in yet.
select what, said from sms.redesign r left join sms.person p on p.id = r.author, lateral (values
  (1, case r.kind when 'process' then 'Process' else 'Table' end, r.key),
  (2, 'In force', coalesce('version ' || r.base_version || coalesce(', ' || r.base_tag, ''), 'nothing yet')),
  (3, 'Draft', r.tag || ', ' || r.version_kind || ', revision ' || r.revision),
  (4, 'By', p.name),
  (5, 'Running cases', (r.moves->>'running') || case when r.moves->>'movable' <> r.moves->>'running'
                         then ', of which can move: ' || (r.moves->>'movable') else '' end),
  (6, 'Past cases replayed', (r.replay->>'cases') || ', as before: ' || (r.replay->>'same')),
  (7, 'Policy', case :changeFirst::text when 'yes' then 'an approved change comes first' when 'no' then 'no change is needed' end)) f(place, what, said)
where r.number = :record and r.revision > 0 and f.said is not null order by place
