-- Services, parties, people, roles, service hours and agreements.

create table party (
  id     text primary key,
  kind   text not null check (kind in ('customer', 'supplier', 'internal')),
  name   text not null,
  mail   text,
  active boolean not null default true
);

-- id = user id of the engine
create table person (
  id       text primary key,
  name     text not null,
  mail     text,
  party_id text references party,
  active   boolean not null default true
);
create index person_party on person (party_id);

-- id = group id of the engine, the candidate group of tasks
create table role (
  id      text primary key,
  name    text not null,
  purpose text not null,
  -- whether records can be handed to it for diagnosis
  support_group boolean not null default false
);

create table person_role (
  person_id text not null references person,
  role_id   text not null references role,
  primary key (person_id, role_id)
);
create index person_role_role on person_role (role_id);

create table service (
  id       text primary key,
  name     text not null,
  purpose  text not null default '',
  owner_id text references person,
  status   text not null default 'live' check (status in ('planned', 'live', 'retired'))
);

create table service_component (
  id         text primary key,
  service_id text not null references service,
  name       text not null
);
create index service_component_service on service_component (service_id);

create table service_hours (
  id        text primary key,
  name      text not null,
  time_zone text not null,
  -- calendar of de.focus-shift:jollyday, such as 'de' or 'de_nw'; null: holidays are worked
  holidays  text
);

-- several intervals a day; until_time '24:00' is midnight at the end of the day
create table service_hours_interval (
  hours_id    text not null references service_hours,
  day_of_week smallint not null check (day_of_week between 1 and 7),
  from_time   time not null,
  until_time  time not null check (until_time > from_time),
  primary key (hours_id, day_of_week, from_time)
);

-- service_id null: every service of the customer; customer_id null: every customer of the service
create table agreement (
  id            text primary key,
  kind          text not null check (kind in ('SLA', 'OLA')),
  name          text not null,
  customer_id   text references party,
  service_id    text references service,
  hours_id      text not null references service_hours,
  service_level text not null,
  valid_from    date not null,
  valid_until   date,
  check (valid_until is null or valid_until >= valid_from)
);
create index agreement_service on agreement (service_id, customer_id);
