-- Service targets of records, what pauses them, and what they tell the process.
-- A record is written last in its transaction, so what refers to it is checked at the commit.

create table target (
  id            bigint generated always as identity primary key,
  record_number text not null references record deferrable initially deferred,
  kind          text not null check (kind in ('response', 'resolution')),
  agreement_id  text references agreement,
  hours_id      text not null references service_hours,
  -- the service hours as they were when the due date was worked out, so that it can be explained when they have changed
  calendar      jsonb not null,
  -- agreed time, counted in service hours
  agreed        interval not null,
  started_at    timestamptz not null,
  -- while paused: as if the pause ended the moment it began
  warn_at       timestamptz not null,
  due_at        timestamptz not null,
  paused_at     timestamptz,
  met_at        timestamptz,
  warned_at     timestamptz,
  breached_at   timestamptz,
  ended_at      timestamptz,
  unique (record_number, kind)
);
-- what the sweep looks through: a target that was due before it was paused stays due
create index target_warn on target (warn_at)
  where warned_at is null and breached_at is null and met_at is null and ended_at is null
    and (paused_at is null or paused_at >= warn_at);
create index target_due on target (due_at)
  where breached_at is null and met_at is null and ended_at is null and (paused_at is null or paused_at >= due_at);

create table target_pause (
  id            bigint generated always as identity primary key,
  record_number text not null references record deferrable initially deferred,
  from_at       timestamptz not null,
  until_at      timestamptz,
  element_id    text,
  reason        text
);
create index target_pause_record on target_pause (record_number);
create unique index target_pause_lasting on target_pause (record_number) where until_at is null;

-- recorded by the sweep, then told to the process as target.warning or target.breached, exactly once
create table target_event (
  id            bigint generated always as identity primary key,
  target_id     bigint not null references target,
  record_number text not null,
  kind          text not null check (kind in ('warning', 'breached')),
  target_kind   text not null,
  due_at        timestamptz not null,
  at            timestamptz not null,
  told_at       timestamptz,
  -- null: still to be told
  outcome       text check (outcome in ('told', 'nobody listening', 'superseded', 'failed')),
  -- why the last attempt failed
  reason        text,
  attempts      int not null default 0,
  next_attempt  timestamptz not null
);
create index target_event_untold on target_event (next_attempt) where outcome is null;
create index target_event_failed on target_event (id) where outcome = 'failed';
create index target_event_target on target_event (target_id);
