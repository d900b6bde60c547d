-- Who is away, and who acts for them meanwhile.

create table absence (
  id         bigint generated always as identity primary key,
  person_id  text not null references person,
  deputy_id  text not null references person,
  from_at    timestamptz not null,
  until_at   timestamptz not null,
  entered_by text not null,
  entered_at timestamptz not null,
  -- back, and with them the tasks; null: still to come, or lasting
  ended_at   timestamptz,
  ended_by   text,
  check (until_at > from_at),
  check (person_id <> deputy_id)
);
create index absence_person on absence (person_id, until_at desc);
create index absence_deputy on absence (deputy_id, until_at desc);
create index absence_lasting on absence (from_at) where ended_at is null;

-- The tasks that went to the deputy, and those that could not.
create table absence_task (
  id            bigint generated always as identity primary key,
  absence_id    bigint not null references absence,
  task_id       text not null,
  record_number text,
  task_name     text not null,
  given_at      timestamptz not null,
  -- why it stays with whom it belongs to; null: the deputy has it
  stays         text,
  -- when the deputy was written to
  told_at       timestamptz,
  returned_at   timestamptz,
  unique (absence_id, task_id)
);

-- Open targets that warn or are breached are few, and their tasks come first.
create index target_urgent on target (record_number)
  where met_at is null and ended_at is null and (warned_at is not null or breached_at is not null);
