-- The CMDB under control: who may write, what is checked, its history, baselines and health.

insert into role (id, name, purpose) values
  ('configurationManager', 'Configuration manager', 'Answers for the CMDB: types, imports, baselines, audits');

-- Types to begin with; a configuration manager refines them.
insert into ci_type (id, name, definition, degree_of_control, master_copy, review_days) values
  ('application', 'Application',       'Software that people work with, as it is installed for them',        'high',   false, 365),
  ('database',    'Database',          'A database with its management system',                               'high',   false, 365),
  ('server',      'Server',            'A physical machine that others run on',                               'high',   false, 365),
  ('virtual',     'Virtual machine',   'A machine that runs on others',                                       'medium', false, 180),
  ('cluster',     'Cluster',           'Machines that work as one',                                           'high',   false, 365),
  ('storage',     'Storage',           'Storage that machines share',                                         'high',   false, 365),
  ('network',     'Network component', 'Switches, routers, firewalls, controllers and what connects them',    'medium', false, 365),
  ('line',        'Line or contract',  'A line or another performance that a supplier provides',              'medium', false, 365),
  ('power',       'Power supply',      'Distribution of power: panels, feeds, distribution units',            'medium', false, 730),
  ('device',      'End device',        'What people work at, by item or as a model with its image',           'low',    false, 365),
  ('rack',        'Rack',              'A cabinet that holds hardware',                                       'low',    false, 730),
  ('site',        'Site',              'A place with hardware of services',                                   'low',    false, 730),
  ('software',    'Software',          'A release of software or an image, as it is installed from',          'medium', true,  365),
  ('licence',     'Licence',           'A right of use, with its count and term',                             'medium', true,  365),
  ('document',    'Document',          'A document that is under control',                                    'low',    true,  365);

insert into ci_type_attribute (type_id, name, label, kind, choices, required, position)
  select t, a, l, k, c, r, row_number() over (partition by t)
  from (values
    ('server',   'manufacturer', 'Manufacturer',        'text',   null::text[], false),
    ('server',   'model',        'Model',               'text',   null, false),
    ('server',   'serial',       'Serial number',       'text',   null, false),
    ('server',   'assetTag',     'Asset tag',           'text',   null, false),
    ('server',   'memoryMb',     'Memory (MB)',         'number', null, false),
    ('server',   'operatingSystem', 'Operating system', 'text',   null, false),
    ('virtual',  'cpus',         'Processors',          'number', null, false),
    ('virtual',  'memoryMb',     'Memory (MB)',         'number', null, false),
    ('virtual',  'diskGb',       'Disk (GB)',           'number', null, false),
    ('virtual',  'serial',       'Serial number or UUID', 'text', null, false),
    ('virtual',  'operatingSystem', 'Operating system', 'text',   null, false),
    ('storage',  'manufacturer', 'Manufacturer',        'text',   null, false),
    ('storage',  'model',        'Model',               'text',   null, false),
    ('storage',  'serial',       'Serial number',       'text',   null, false),
    ('network',  'manufacturer', 'Manufacturer',        'text',   null, false),
    ('network',  'model',        'Model',               'text',   null, false),
    ('network',  'serial',       'Serial number',       'text',   null, false),
    ('network',  'assetTag',     'Asset tag',           'text',   null, false),
    ('network',  'function',     'Function',            'text',   null, false),
    ('line',     'supplier',     'Supplier',            'text',   null, false),
    ('line',     'lineId',       'Supplier''s number',  'text',   null, false),
    ('line',     'until',        'Contract until',      'date',   null, false),
    ('power',    'manufacturer', 'Manufacturer',        'text',   null, false),
    ('power',    'model',        'Model',               'text',   null, false),
    ('power',    'serial',       'Serial number',       'text',   null, false),
    ('power',    'assetTag',     'Asset tag',           'text',   null, false),
    ('device',   'manufacturer', 'Manufacturer',        'text',   null, false),
    ('device',   'model',        'Model',               'text',   null, false),
    ('device',   'serial',       'Serial number',       'text',   null, false),
    ('device',   'assetTag',     'Asset tag',           'text',   null, false),
    ('device',   'memoryMb',     'Memory (MB)',         'number', null, false),
    ('device',   'operatingSystem', 'Operating system', 'text',   null, false),
    ('device',   'user',         'Used by',             'text',   null, false),
    ('database', 'product',      'Product',             'text',   null, false),
    ('software', 'licensing',    'Licensing',           'choice', array['free', 'per user', 'per device', 'site'], false),
    ('licence',  'kind',         'Counted by',          'choice', array['user', 'device', 'processor', 'site'], true),
    ('licence',  'count',        'Rights of use',       'number', null, true),
    ('licence',  'until',        'Valid until',         'date',   null, false)
  ) x (t, a, l, k, c, r);

-- Past versions, written by the tables' own triggers and by nothing else.
create table ci_past (like ci, valid_until timestamptz not null, ended_by text not null, ended_change text);
create table ci_relation_past (like ci_relation, valid_until timestamptz not null, ended_by text not null, ended_change text);
create table ci_component_past (like ci_component, valid_until timestamptz not null, ended_by text not null, ended_change text);
create index ci_past_id on ci_past (id, valid_from);
create index ci_past_until on ci_past (valid_until);
create index ci_relation_past_from on ci_relation_past (from_ci);
create index ci_relation_past_to on ci_relation_past (to_ci);
create index ci_relation_past_until on ci_relation_past (valid_until);
create index ci_component_past_ci on ci_component_past (ci_id);
create index ci_component_past_until on ci_component_past (valid_until);

-- All versions; the present one has no end.
create view ci_version as
  select *, null::timestamptz as valid_until, null::text as ended_by, null::text as ended_change from ci
  union all select * from ci_past;
create view ci_relation_version as
  select *, null::timestamptz as valid_until, null::text as ended_by, null::text as ended_change from ci_relation
  union all select * from ci_relation_past;
create view ci_component_version as
  select *, null::timestamptz as valid_until, null::text as ended_by, null::text as ended_change from ci_component
  union all select * from ci_component_past;

create function is_date(value text) returns boolean
language plpgsql immutable as $$
begin
  return value ~ '^\d{4}-\d{2}-\d{2}$' and value::date is not null;
exception when datetime_field_overflow or invalid_datetime_format then
  return false;
end $$;

create function ci_attribute_unfit(kind text, choices text[], value jsonb) returns boolean
language sql immutable as $$
  select case kind
    when 'text' then jsonb_typeof(value) <> 'string'
    when 'number' then jsonb_typeof(value) <> 'number'
    when 'choice' then jsonb_typeof(value) <> 'string' or (value #>> '{}') <> all (choices)
    else jsonb_typeof(value) <> 'string' or not sms.is_date(value #>> '{}') end
$$;

-- What is wrong with attributes, in words; null if nothing is.
create function ci_attribute_faults(type text, status text, attributes jsonb) returns text
language sql stable as $$
  select string_agg(fault, '; ' order by fault) from (
    select case
      when a.name is null then v.key || ' is no attribute of this type'
      when a.kind = 'number' then v.key || ' is not a number'
      when a.kind = 'date' then v.key || ' is not a date such as 2026-01-31'
      when a.kind = 'choice' then v.key || ' is none of ' || array_to_string(a.choices, ', ')
      else v.key || ' is not a text' end as fault
    from jsonb_each(attributes) v left join sms.ci_type_attribute a on a.type_id = type and a.name = v.key
    where a.name is null or sms.ci_attribute_unfit(a.kind, a.choices, v.value)
    union all
    select a.name || ' is missing' from sms.ci_type_attribute a
    where a.type_id = type and a.required and status = 'in use' and attributes->>a.name is null) f
$$;

-- Whether a change to an item needs a request for change; its status before and after, null if it was not there.
create function ci_change_needed(type text, status_before text, status_after text) returns boolean
language sql stable as $$
  select case degree_of_control
    when 'high' then true
    when 'medium' then coalesce(status_before, 'planned') <> 'planned' or status_after <> 'planned'
    else false end
  from sms.ci_type where id = type
$$;

-- Items: fit for their type, and changed by a request where their type demands one. By the statement, not by the row: an
-- import writes thousands.
create function ci_checked() returns trigger
language plpgsql as $$
declare
  id text;
  fault text;
begin
  if nullif(current_setting('cmdb.change', true), '') is null then
    if tg_op = 'INSERT' then
      select t.id, t.degree_of_control into id, fault from new_rows n join sms.ci_type t on t.id = n.type_id
      where sms.ci_change_needed(n.type_id, null, n.status) limit 1;
    else
      select t.id, t.degree_of_control into id, fault
      from old_rows o join new_rows n on n.id = o.id join sms.ci_type t on t.id in (o.type_id, n.type_id)
      where sms.ci_change_needed(t.id, o.status, n.status) limit 1;
    end if;
    if found then
      raise exception 'Items of type % are under % control: name the request for change', id, fault
        using errcode = 'CM002', column = 'change';
    end if;
  end if;
  if exists (
    select from new_rows n cross join jsonb_each(n.attributes) v
    left join sms.ci_type_attribute a on a.type_id = n.type_id and a.name = v.key
    where a.name is null or sms.ci_attribute_unfit(a.kind, a.choices, v.value)
    union all
    select from new_rows n join sms.ci_type_attribute a on a.type_id = n.type_id and a.required
    where n.status = 'in use' and n.attributes->>a.name is null)
  then
    select n.id, sms.ci_attribute_faults(n.type_id, n.status, n.attributes) into id, fault
    from new_rows n where sms.ci_attribute_faults(n.type_id, n.status, n.attributes) is not null limit 1;
    raise exception '%', fault using errcode = 'CM001', column = 'attributes';
  end if;
  return null;
end $$;

create function ci_stays() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'Configuration items are retired, not deleted' using errcode = 'CM001';
  end if;
  if new.id <> old.id then
    raise exception 'The identity of % stays', old.id using errcode = 'CM001', column = 'id';
  end if;
  return new;
end $$;

-- A request for change for what belongs to items, as the items themselves need it.
create function ci_demand_change(cis text[]) returns void
language plpgsql stable as $$
declare
  id text;
  degree text;
begin
  if nullif(current_setting('cmdb.change', true), '') is null then
    select t.id, t.degree_of_control into id, degree from sms.ci c join sms.ci_type t on t.id = c.type_id
    where c.id = any (cis) and sms.ci_change_needed(c.type_id, c.status, c.status) limit 1;
    if found then
      raise exception 'Items of type % are under % control: name the request for change', id, degree
        using errcode = 'CM002', column = 'change';
    end if;
  end if;
end $$;

-- Relations: under the control of the item that they are of, and without forbidden cycles.
create function ci_relation_checked() returns trigger
language plpgsql as $$
declare
  bad record;
begin
  if tg_op = 'DELETE' then
    perform sms.ci_demand_change(array(select from_ci from old_rows));
    return null;
  end if;
  perform sms.ci_demand_change(array(select from_ci from new_rows));
  if exists (select from new_rows n join sms.ci_relation_kind k on k.id = n.kind where k.acyclic) then
    -- two at once could close a cycle together
    perform pg_advisory_xact_lock(hashtext('sms.ci_relation'));
    with recursive above as (
      select n.from_ci, n.to_ci, n.kind, n.to_ci as id
      from new_rows n join sms.ci_relation_kind k on k.id = n.kind where k.acyclic
      union
      select a.from_ci, a.to_ci, a.kind, r.to_ci
      from above a join sms.ci_relation r on r.from_ci = a.id and r.kind = a.kind where a.id <> a.from_ci)
    select * into bad from above where id = from_ci limit 1;
    if found then
      raise exception 'closes a cycle: % % %', bad.from_ci, bad.kind, bad.to_ci using errcode = 'CM003', column = 'to';
    end if;
  end if;
  return null;
end $$;

create function ci_relation_stays() returns trigger
language plpgsql as $$
begin
  if (new.from_ci, new.to_ci, new.kind) is distinct from (old.from_ci, old.to_ci, old.kind) then
    raise exception 'Relations are ended and made anew, not turned' using errcode = 'CM001';
  end if;
  return new;
end $$;

create function ci_component_checked() returns trigger
language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    perform sms.ci_demand_change(array(select ci_id from old_rows));
  end if;
  if tg_op <> 'DELETE' then
    perform sms.ci_demand_change(array(select ci_id from new_rows));
  end if;
  return null;
end $$;

-- Nobody writes who does not say who they are, and no version is lost.
create function cmdb_versioned() returns trigger
language plpgsql as $$
declare
  person text := current_setting('cmdb.person', true);
  reference text := current_setting('cmdb.change', true);
  at timestamptz;
begin
  if coalesce(person, '') = '' then
    raise exception 'The CMDB is written by its own service only, which says who and by which request for change: % of % refused',
      lower(tg_op), tg_table_name using errcode = 'insufficient_privilege';
  end if;
  at := current_setting('cmdb.at', true);
  if reference = '' then
    reference := null;
  end if;
  if tg_op <> 'INSERT' then
    if tg_op = 'UPDATE' then
      if new is not distinct from old then
        return null;
      end if;
    end if;
    -- a version ends where the next begins, also where a clock was put back
    at := greatest(at, old.valid_from);
    execute format('insert into sms.%I select ($1).*, $2, $3, $4', tg_table_name || '_past')
      using old, at, person, reference;
    if tg_op = 'DELETE' then
      return old;
    end if;
  end if;
  new.valid_from := at;
  new.changed_by := person;
  new.change := reference;
  return new;
end $$;

create trigger stays before update of id or delete on ci for each row execute function ci_stays();
create trigger stays before update of from_ci, to_ci, kind on ci_relation for each row execute function ci_relation_stays();
create trigger versioned before insert or update or delete on ci for each row execute function cmdb_versioned();
create trigger versioned before insert or update or delete on ci_relation for each row execute function cmdb_versioned();
create trigger versioned before insert or update or delete on ci_component for each row execute function cmdb_versioned();
create trigger checked_new after insert on ci
  referencing new table as new_rows for each statement execute function ci_checked();
create trigger checked_changed after update on ci
  referencing old table as old_rows new table as new_rows for each statement execute function ci_checked();
create trigger checked_new after insert on ci_relation
  referencing new table as new_rows for each statement execute function ci_relation_checked();
create trigger checked_changed after update on ci_relation
  referencing new table as new_rows for each statement execute function ci_relation_checked();
create trigger checked_ended after delete on ci_relation
  referencing old table as old_rows for each statement execute function ci_relation_checked();
create trigger checked_new after insert on ci_component
  referencing new table as new_rows for each statement execute function ci_component_checked();
create trigger checked_changed after update on ci_component
  referencing old table as old_rows new table as new_rows for each statement execute function ci_component_checked();
create trigger checked_ended after delete on ci_component
  referencing old table as old_rows for each statement execute function ci_component_checked();

-- What was is not rewritten: past versions come from the triggers above, and stay.
create function cmdb_past() returns trigger
language plpgsql as $$
begin
  if tg_op = 'INSERT' and pg_trigger_depth() > 1 then
    return null;
  end if;
  raise exception '% cannot be changed: % refused', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
end $$;
create trigger past before insert or update or delete or truncate on ci_past for each statement execute function cmdb_past();
create trigger past before insert or update or delete or truncate on ci_relation_past for each statement execute function cmdb_past();
create trigger past before insert or update or delete or truncate on ci_component_past for each statement execute function cmdb_past();
create trigger past before truncate on ci for each statement execute function cmdb_past();
create trigger past before truncate on ci_relation for each statement execute function cmdb_past();
create trigger past before truncate on ci_component for each statement execute function cmdb_past();

-- The fields of an item, its attributes among them.
create function ci_fields(c ci) returns jsonb
language sql immutable as $$
  select jsonb_build_object('type', c.type_id, 'name', c.name, 'description', c.description, 'status', c.status,
    'version', c.version, 'location', c.location, 'owner', c.owner_id, 'masterCopy', c.master_copy) || c.attributes
$$;

-- The CMDB as parts that can be compared: of each item itself (part ''), its relations and components. All items, or
-- some; at an instant.
create function cmdb_state(at timestamptz, only_cis text[]) returns table (ci text, part text, state jsonb)
language sql stable as $$
  select v.id, '', jsonb_build_object('type', type_id, 'name', name, 'description', description, 'status', status,
           'version', version, 'location', location, 'owner', owner_id, 'masterCopy', master_copy) || attributes
  from sms.ci_version v
  where v.id = any (coalesce(only_cis, array(select id from sms.ci))) and valid_from <= at and (valid_until is null or valid_until > at)
  union all
  select from_ci, kind || ' ' || to_ci, jsonb_build_object('redundancy', redundancy, 'needed', needed)
  from sms.ci_relation_version
  where from_ci = any (coalesce(only_cis, array(select id from sms.ci))) and valid_from <= at and (valid_until is null or valid_until > at)
  union all
  select ci_id, 'makes up ' || component_id, jsonb_build_object('redundancy', redundancy, 'needed', needed)
  from sms.ci_component_version
  where ci_id = any (coalesce(only_cis, array(select id from sms.ci))) and valid_from <= at and (valid_until is null or valid_until > at)
$$;

-- Two states as arrays of {ci, part, state}: what is in one only, and the fields that are not the same.
create function cmdb_compared(before_state jsonb, after_state jsonb)
returns table (ci text, part text, what text, field text, before jsonb, after jsonb)
language sql stable as $$
  with pair as (
    select coalesce(b.ci, a.ci) as ci, coalesce(b.part, a.part) as part, b.state as before, a.state as after
    from jsonb_to_recordset(before_state) b (ci text, part text, state jsonb)
    full join jsonb_to_recordset(after_state) a (ci text, part text, state jsonb) on a.ci = b.ci and a.part = b.part
    where a.state is distinct from b.state
  )
  select p.ci, p.part, case when p.before is null then 'added' else 'removed' end, null, p.before, p.after
  from pair p where p.before is null or p.after is null
  union all
  select p.ci, p.part, 'changed', f.field, p.before->f.field, p.after->f.field
  from pair p, lateral (select jsonb_object_keys(p.before) union select jsonb_object_keys(p.after)) f (field)
  where p.before is not null and p.after is not null
    and coalesce(p.before->f.field, 'null') <> coalesce(p.after->f.field, 'null')
  order by 1, 2, 4
$$;

-- The difference between two instants: of the items that anything was done to in between.
create function cmdb_difference(from_at timestamptz, until_at timestamptz)
returns table (ci text, part text, what text, field text, before jsonb, after jsonb)
language sql stable as $$
  with touched as (
    select array(
      select id from sms.ci where valid_from > from_at and valid_from <= until_at
      union select id from sms.ci_past
        where valid_from > from_at and valid_from <= until_at or valid_until > from_at and valid_until <= until_at
      union select from_ci from sms.ci_relation where valid_from > from_at and valid_from <= until_at
      union select from_ci from sms.ci_relation_past
        where valid_from > from_at and valid_from <= until_at or valid_until > from_at and valid_until <= until_at
      union select ci_id from sms.ci_component where valid_from > from_at and valid_from <= until_at
      union select ci_id from sms.ci_component_past
        where valid_from > from_at and valid_from <= until_at or valid_until > from_at and valid_until <= until_at) as cis
  )
  select c.* from touched,
    lateral sms.cmdb_compared(
      (select coalesce(jsonb_agg(s), '[]') from sms.cmdb_state(from_at, cis) s),
      (select coalesce(jsonb_agg(s), '[]') from sms.cmdb_state(until_at, cis) s)) c
$$;

-- Baselines: chosen items, their relations, and the items at the other end of these, as they were.
create sequence ci_baseline_number;
create table ci_baseline (
  id       text primary key,
  name     text not null,
  taken_at timestamptz not null,
  taken_by text not null,
  -- of what it was taken for
  record   text,
  chosen   text[] not null,
  content  jsonb not null,
  hash     bytea not null
);
create index ci_baseline_record on ci_baseline (record);

create function ci_baseline_refuse() returns trigger
language plpgsql as $$
begin
  raise exception 'Baselines stay as they were taken: % refused', lower(tg_op) using errcode = 'insufficient_privilege';
end $$;
create trigger kept before update or delete or truncate on ci_baseline for each statement execute function ci_baseline_refuse();

create function ci_baseline_content(chosen text[]) returns jsonb
language sql stable as $$
  with near as (
    select unnest(chosen) as id
    union select to_ci from sms.ci_relation where from_ci = any (chosen)
    union select from_ci from sms.ci_relation where to_ci = any (chosen)
  )
  select coalesce(jsonb_agg(jsonb_build_object('ci', s.ci, 'part', s.part, 'state', s.state) order by s.ci, s.part), '[]')
  from sms.cmdb_state('infinity', array(select id from near)) s
  where s.ci = any (chosen) or s.part = ''
     or exists (select from sms.ci_relation r
                where r.from_ci = s.ci and r.to_ci = any (chosen) and s.part = r.kind || ' ' || r.to_ci)
$$;

-- Health. What no longer is in use is nobody's concern.
create view ci_incomplete as
  select c.id, c.type_id, c.name, c.status, c.owner_id, m.missing
  from ci c join ci_type t on t.id = c.type_id, lateral (
    select array_agg(x.field order by x.position) as missing from (
      select 'description' as field, -5 as position where c.description = ''
      union all select 'owner', -4 where c.owner_id is null
      union all select 'location', -3 where c.location is null
      union all select 'version', -2 where c.version is null and t.degree_of_control = 'high'
      union all select 'masterCopy', -1 where c.master_copy is null and t.master_copy
      union all select a.name, a.position from ci_type_attribute a
        where a.type_id = c.type_id and a.required and coalesce(c.attributes->>a.name, '') = '') x) m
  where c.status <> 'retired' and m.missing is not null;

create view ci_orphan as
  select c.id, c.type_id, c.name, c.status, c.owner_id from ci c
  where c.status <> 'retired'
    and not exists (select from ci_relation r where r.from_ci = c.id)
    and not exists (select from ci_relation r where r.to_ci = c.id)
    and not exists (select from ci_component k where k.ci_id = c.id);

-- Neither changed nor seen for longer than its type allows.
create function ci_stale(at timestamptz)
returns table (id text, type_id text, name text, status text, owner_id text, seen_at timestamptz)
language sql stable as $$
  select c.id, c.type_id, c.name, c.status, c.owner_id, s.seen_at
  from sms.ci c join sms.ci_type t on t.id = c.type_id, lateral (
    select greatest(c.valid_from, max(o.seen_at)) as seen_at from sms.ci_origin o where o.ci_id = c.id) s
  where c.status <> 'retired' and s.seen_at < at - t.review_days * interval '1 day'
$$;

-- Of one type and one name, or with one serial number.
create view ci_duplicate as
  select 'name' as same, min(name) as value, array_agg(id order by id) as ids from ci
  where status <> 'retired' group by type_id, lower(name) having count(*) > 1
  union all
  select 'serial', attributes->>'serial', array_agg(id order by id) from ci
  where status <> 'retired' and attributes->>'serial' is not null
  group by type_id, attributes->>'serial' having count(*) > 1;

-- what the register holds about an item
create index record_ci on record ((data->>'ci'), opened_at desc) where data->>'ci' is not null;

-- The item that alone has a name, written "name:" and the name.
create function ci_named(called text) returns text
language plpgsql stable as $$
begin
  if called like 'name:%' then
    return (select min(id) from sms.ci where lower(name) = lower(substr(called, 6)) and status <> 'retired' having count(*) = 1);
  end if;
  return null;
end $$;

-- A mark of each statement that writes, in its own transaction: who sees the same marks sees the same CMDB.
create table cmdb_mark (
  id bigint generated always as identity primary key,
  tx xid8 not null default pg_current_xact_id()
);
create function cmdb_marked() returns trigger
language plpgsql as $$
begin
  insert into sms.cmdb_mark default values;
  return null;
end $$;
create trigger marked after insert or update or delete on ci for each statement execute function cmdb_marked();
create trigger marked after insert or update or delete on ci_relation for each statement execute function cmdb_marked();
create trigger marked after insert or update or delete on ci_component for each statement execute function cmdb_marked();
create trigger marked after insert or update or delete on service_component for each statement execute function cmdb_marked();
create trigger marked after insert or update or delete on service for each statement execute function cmdb_marked();
