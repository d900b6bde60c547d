-- Service targets of records, what pauses them, and what they tell the process.

create table target (
  id           bigint generated always as identity primary key,
  record_number text not null references record,
  kind         text not null check (kind in ('response', 'resolution')),
  agreement_id text references agreement,
  hours_id     text not null references service_hours,
  -- agreed time, counted in service hours
  agreed       interval not null,
  started_at   timestamptz not null,
  warn_at      timestamptz not null,
  due_at       timestamptz not null,
  paused_at    timestamptz,
  met_at       timestamptz,
  warned_at    timestamptz,
  breached_at  timestamptz,
  ended_at     timestamptz,
  unique (record_number, kind)
);
create index target_warn on target (warn_at) where warned_at is null and met_at is null and paused_at is null and ended_at is null;
create index target_due on target (due_at) where breached_at is null and met_at is null and paused_at is null and ended_at is null;

create table target_pause (
  record_number text not null references record,
  from_at       timestamptz not null,
  until_at      timestamptz,
  element_id    text,
  reason        text not null,
  primary key (record_number, from_at)
);

-- recorded by the sweep, then told to the process as target.warning or target.breached, exactly once
create table target_event (
  id           bigint generated always as identity primary key,
  target_id    bigint not null references target,
  record_number text not null,
  kind         text not null check (kind in ('warning', 'breached')),
  target_kind  text not null,
  at           timestamptz not null,
  told_at      timestamptz,
  outcome      text,
  attempts     int not null default 0,
  next_attempt timestamptz not null
);
create index target_event_untold on target_event (next_attempt) where told_at is null;
