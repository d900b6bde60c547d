-- Mail in: what came and what became of it, written in the transaction of what it does; and attachments of records.

-- people are found by their address, however it is written
create index person_mail on person (lower(mail));
create index party_mail on party (lower(mail));

create table mail_in (
  id            bigint generated always as identity primary key,
  -- as the sender's program gave it, or a hash of the mail
  message_id    text not null,
  -- address in lower case; empty where there is none
  sender        text not null,
  subject       text,
  size          bigint not null,
  state         text not null check (state in ('opened', 'joined', 'kept', 'refused', 'ignored', 'waiting', 'failed')),
  -- why it was kept, refused or ignored, or why the last attempt did not succeed
  reason        text,
  -- deferred: the register writes a record that a mail opens when the transaction ends
  record_number text references record deferrable initially deferred,
  -- the person who wrote, or the customer whose address it is
  person_id     text,
  -- what people must read themselves, as no record has it
  text          text,
  attempts      int not null default 0,
  next_attempt  timestamptz,
  received_at   timestamptz not null,
  taken_at      timestamptz not null,
  -- a mail is taken once; nobody can be kept out by somebody else who uses the same id first
  unique (message_id, sender)
);
create index mail_in_state on mail_in (state, id desc);
create index mail_in_sender on mail_in (sender, received_at);
create index mail_in_record on mail_in (record_number, id);

create table attachment (
  id            bigint generated always as identity primary key,
  record_number text not null references record deferrable initially deferred,
  name          text not null,
  type          text not null,
  size          int not null,
  sha256        text not null,
  content       bytea not null,
  added_at      timestamptz not null,
  added_by      text not null,
  -- the mail that brought it, null if none did
  mail_in_id    bigint references mail_in,
  -- the logo under every answer is kept once
  unique (record_number, sha256)
);
-- what people attach is compressed already
alter table attachment alter column content set storage external;

-- Answers to mails that concern no record: which mail they answer.
alter table mail add column in_reply_to text;
