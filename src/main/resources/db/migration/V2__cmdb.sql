-- Configuration items, their types and relations.

create table ci_type (
  id                text primary key,
  name              text not null,
  degree_of_control text not null check (degree_of_control in ('low', 'medium', 'high'))
);

create table ci (
  id           text primary key,
  type_id      text not null references ci_type,
  name         text not null,
  description  text not null default '',
  status       text not null default 'in use' check (status in ('planned', 'in use', 'retired')),
  version      text,
  location     text,
  owner_id     text references person,
  component_id text references service_component
);
create index ci_component on ci (component_id);

create table ci_relation (
  from_ci text not null references ci,
  to_ci   text not null references ci,
  kind    text not null check (kind in ('runs on', 'depends on', 'connects to', 'part of')),
  primary key (from_ci, to_ci, kind),
  check (from_ci <> to_ci)
);
create index ci_relation_to on ci_relation (to_ci);
