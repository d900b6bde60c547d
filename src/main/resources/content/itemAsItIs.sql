-- The item as the CMDB has it
-- It is not registered yet.
select f.field, f.value from sms.ci c join sms.ci_type t on t.id = c.type_id
left join sms.person p on p.id = c.owner_id, lateral (values
  (1, 'Number', c.id), (2, 'Name', c.name), (3, 'Type', t.name), (4, 'Status', c.status), (5, 'Description', nullif(c.description, '')),
  (6, 'Version', c.version), (7, 'Location', c.location), (8, 'Owner', p.name), (9, 'Master copy', c.master_copy),
  (90, 'Since', to_char(c.valid_from at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC, by ' || c.changed_by || coalesce(', ' || c.change, ''))
) f (position, field, value)
where c.id = :ci and f.value is not null
union all
select a.label, c.attributes->>a.name from sms.ci c join sms.ci_type_attribute a on a.type_id = c.type_id
where c.id = :ci and c.attributes->>a.name is not null
