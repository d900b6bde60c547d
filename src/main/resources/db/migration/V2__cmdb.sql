-- Configuration items, their types and relations. How their history is kept and who may write is in V14.

create table ci_type (
  id                text primary key check (id ~ '^[a-z][a-z-]*$'),
  name              text not null,
  -- what counts as one, for those who register it
  definition        text not null check (definition <> ''),
  -- low: no request for change is asked for; medium: once it is in use, and to become so; high: for every change
  degree_of_control text not null check (degree_of_control in ('low', 'medium', 'high')),
  -- kept in a library, whose place each item names
  master_copy       boolean not null default false,
  -- seen or changed within this time, or it counts as stale
  review_days       int not null default 365 check (review_days > 0)
);

create table ci_type_attribute (
  type_id     text not null references ci_type,
  name        text not null check (name ~ '^[a-z][A-Za-z0-9]*$'),
  label       text not null,
  kind        text not null check (kind in ('text', 'number', 'date', 'choice')),
  choices     text[] check ((kind = 'choice') = (cardinality(choices) > 0)),
  -- an item in use must have it
  required    boolean not null default false,
  position    int not null default 0,
  primary key (type_id, name),
  -- names of columns: the state of an item shows both side by side
  check (name not in ('id', 'type', 'name', 'description', 'status', 'version', 'location', 'owner', 'masterCopy'))
);

create sequence ci_number;

create function next_ci_number() returns text
language sql volatile as $$
  select 'CI-' || lpad(n, greatest(4, length(n)), '0') from (select nextval('sms.ci_number')::text as n) x
$$;

create table ci (
  id          text primary key default next_ci_number(),
  type_id     text not null references ci_type,
  name        text not null check (name <> '' and length(name) <= 200),
  description text not null default '',
  status      text not null default 'in use' check (status in ('planned', 'in use', 'retired')),
  version     text,
  location    text,
  owner_id    text references person,
  -- where its master copy is kept
  master_copy text,
  attributes  jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  -- this version of it: since when, made by whom, by which request for change
  valid_from  timestamptz not null,
  changed_by  text not null,
  change      text
);
create index ci_valid_from on ci (valid_from);
create index ci_named on ci (lower(name), type_id) where status <> 'retired';
create index ci_serial on ci ((attributes->>'serial')) where status <> 'retired' and attributes->>'serial' is not null;

-- Read "from <kind> to". From needs to, whatever the kind: what befalls to befalls from.
create table ci_relation_kind (
  id           text primary key,
  inverse      text not null,
  -- several of one item stand in for one another, if they say nothing else
  alternatives boolean not null,
  -- nothing may stand so to itself, along however many steps
  acyclic      boolean not null
);
insert into ci_relation_kind values
  ('runs on',     'runs',            false, true),
  ('depends on',  'is needed by',    false, false),
  ('connects to', 'is connected by', true,  false),
  ('part of',     'has part',        false, true);

-- Relations of one item that name the same redundancy stand in for one another: it works as long as so many as are
-- needed of them do.
create table ci_relation (
  from_ci    text not null references ci,
  to_ci      text not null references ci,
  kind       text not null references ci_relation_kind,
  redundancy text check (redundancy <> ''),
  needed     smallint check (needed > 0),
  valid_from timestamptz not null,
  changed_by text not null,
  change     text,
  primary key (from_ci, to_ci, kind),
  check (from_ci <> to_ci),
  check ((redundancy is null) = (needed is null))
);
create index ci_relation_to on ci_relation (to_ci);
create index ci_relation_valid_from on ci_relation (valid_from);

-- The items that make up a component of a service; redundancy as above.
create table ci_component (
  ci_id        text not null references ci,
  component_id text not null references service_component,
  redundancy   text check (redundancy <> ''),
  needed       smallint check (needed > 0),
  valid_from   timestamptz not null,
  changed_by   text not null,
  change       text,
  primary key (ci_id, component_id),
  check ((redundancy is null) = (needed is null))
);
create index ci_component_component on ci_component (component_id);
create index ci_component_valid_from on ci_component (valid_from);

-- How an item is called elsewhere, and when it was last seen there.
create table ci_origin (
  source      text not null,
  external_id text not null,
  ci_id       text not null references ci,
  seen_at     timestamptz not null,
  primary key (source, external_id)
);
create index ci_origin_ci on ci_origin (ci_id);

-- What a service is made of: the items of its components and all that these need.
create function cis_of_service(service text) returns setof text
language sql stable as $$
  with recursive reached as (
    select i.ci_id as id
    from sms.ci_component i join sms.service_component s on s.id = i.component_id where s.service_id = service
    union
    select r.to_ci from reached join sms.ci_relation r on r.from_ci = reached.id)
  select id from reached
$$;
