-- What the pages of performance count: one row a case, one row a passage of a case through an element. Collected from the
-- register, the targets and the engine's history a few seconds after they change, so that no step waits for it and no page
-- reads the history itself.

create table case_figure (
  record_number   text primary key references record,
  -- how long the record's journal was when this was collected
  entries         int not null,
  process_key     text not null,
  process_version int not null,
  service_id      text,
  customer_id     text,
  -- role that the case was given to
  team            text,
  priority        text,
  confidential    boolean not null,
  opened_at       timestamptz not null,
  closed_at       timestamptz,
  lead_seconds    int,
  reopened        int not null,
  targets_met     int not null,
  targets_missed  int not null,
  -- late from the first breach until the last of what was breached was met or ended after all; null: still
  breached_at     timestamptz,
  made_good_at    timestamptz
);
-- what was opened in a month, what was closed in it, what was open at its end
create index case_figure_opened on case_figure (opened_at);
create index case_figure_closed on case_figure (closed_at);

-- Names of elements once instead of a million times.
create table passage_place (
  id              int generated always as identity primary key,
  process_key     text not null,
  process_version int not null,
  element_id      text not null,
  -- as the engine calls it, such as userTask
  kind            text not null,
  unique (process_key, process_version, element_id)
);

create table passage (
  -- of the engine's activity instance
  id            text primary key,
  place         int not null references passage_place,
  record_number text not null references record,
  confidential  boolean not null,
  entered_at    timestamptz not null,
  left_at       timestamptz not null,
  seconds       int not null,
  -- of it nobody worked: a task before it was first claimed, an event awaited, a called process
  waiting       int not null,
  -- targets that came due while the case stood here, and were not met
  breaches      int not null default 0,
  -- left without being done, because something else happened
  canceled      boolean not null
);
create index passage_place_left on passage (place, left_at)
  include (seconds, waiting, breaches, canceled, confidential, record_number);
create index passage_record on passage (record_number);

-- When the figures were collected last.
create table collection (
  only_one boolean primary key default true check (only_one),
  at       timestamptz not null
);

-- what has changed since then
create index record_updated on record (updated_at);
