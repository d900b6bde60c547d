-- Mails: written in the step's transaction, sent after it. A row is also the log of one recipient: what was sent, or why not.

create table mail (
  id            bigint generated always as identity primary key,
  -- activity instance, template and recipient: one mail for one step
  step_key      text not null unique,
  -- deferred: the step that opens a record may tell people of it before the register writes it
  record_number text references record deferrable initially deferred,
  template      text not null,
  -- id of a person, or of a customer that has an address of its own
  recipient     text not null,
  -- why this recipient: reporter, owner, customer, a role
  addressed_as  text not null,
  address       text,
  subject       text not null,
  body          text not null,
  state         text not null check (state in ('waiting', 'sending', 'sent', 'skipped', 'failed', 'uncertain')),
  reason        text,
  attempts      int not null default 0,
  created_at    timestamptz not null,
  next_attempt  timestamptz not null,
  sending_since timestamptz,
  sent_at       timestamptz
);
create index mail_waiting on mail (next_attempt) where state = 'waiting';
create index mail_sending on mail (sending_since) where state = 'sending';
create index mail_state on mail (state, id desc);
create index mail_record on mail (record_number, id);

-- Puts into a rendered text what only the database knows of a recipient. The markers are characters of the private
-- use area, which the application takes out of everything else that it renders.
create function mail_text(rendered text, number text, title text, service text, name text) returns text
language sql immutable as $$
  select replace(replace(replace(replace(rendered,
    U&'\E000', coalesce(number, '')), U&'\E001', coalesce(title, '')), U&'\E002', coalesce(service, '')),
    U&'\E003', coalesce(name, ''))
$$;

-- Answers to calls that carried an Idempotency-Key, written in the transaction of the work they answer.
create table idempotency_key (
  person_id  text not null,
  key        text not null,
  -- SHA-256 of the call
  request    bytea not null,
  status     int,
  location   text,
  response   text,
  created_at timestamptz not null,
  primary key (person_id, key)
);
create index idempotency_key_age on idempotency_key (created_at);
