-- Mails: written in the step's transaction, sent after it.

create table mail (
  id           bigint generated always as identity primary key,
  -- activity instance, template and recipient: one mail for one step
  step_key     text not null unique,
  record_number text references record,
  template     text not null,
  recipient    text not null,
  address      text,
  subject      text not null,
  body         text not null,
  state        text not null check (state in ('waiting', 'sending', 'sent', 'skipped', 'failed', 'uncertain')),
  reason       text,
  attempts     int not null default 0,
  created_at   timestamptz not null,
  next_attempt timestamptz not null,
  sent_at      timestamptz
);
create index mail_waiting on mail (next_attempt) where state in ('waiting', 'sending');
create index mail_record on mail (record_number);

-- Answers to calls that carried an Idempotency-Key.
create table idempotency_key (
  person_id  text not null,
  key        text not null,
  request    bytea not null,
  status     int,
  response   text,
  created_at timestamptz not null default now(),
  primary key (person_id, key)
);
create index idempotency_key_age on idempotency_key (created_at);
