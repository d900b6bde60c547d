-- What all processes of clause 8 share: types of records, links, roles, and messages between records.

insert into record_type (id, name, prefix) values
  ('service-request', 'Service request', 'REQ'),
  ('major-incident',  'Major incident',  'MAJ'),
  ('problem',         'Problem',         'PRB'),
  ('known-error',     'Known error',     'KER'),
  ('trend-analysis',  'Trend analysis',  'PTA');
create sequence record_service_request;
create sequence record_major_incident;
create sequence record_problem;
create sequence record_known_error;
create sequence record_trend_analysis;

create or replace function next_record_number(type text, at timestamptz) returns text
language sql volatile as $$
  select t.prefix || '-' || to_char(at at time zone 'UTC', 'YYYY') || '-' ||
         lpad(nextval('sms.record_' || replace(t.id, '-', '_'))::text, 6, '0')
  from sms.record_type t where t.id = type
$$;

alter table record_link drop constraint record_link_kind_check;
alter table record_link add constraint record_link_kind_check check (kind in (
  'duplicates', 'caused by', 'resolves', 'follows', 'part of', 'relates to', 'solved by', 'describes'));

insert into role (id, name, purpose) values
  ('problemManager',   'Problem manager',   'Answers for problem management: causes, known errors, trends'),
  ('requestManager',   'Request manager',   'Answers for the fulfilment of service requests'),
  ('customerApprover', 'Customer approver', 'Approves requests of the people of their own organization');

-- What a record's process tells other processes: written in the step's transaction, delivered after it, exactly once.
create table message (
  id           bigint generated always as identity primary key,
  name         text not null,
  -- deferred: the step that opens a record may tell others before the register writes it
  from_record  text not null references record deferrable initially deferred,
  -- null: the message starts a process, whose record stands in raised then
  to_record    text references record,
  raised       text references record deferrable initially deferred,
  -- links to what is raised: from_record <link> raised, raised <link_back> from_record
  link         text,
  link_back    text,
  variables    jsonb not null,
  written_at   timestamptz not null,
  delivered_at timestamptz,
  -- null: still to be delivered
  outcome      text check (outcome in ('delivered', 'nobody listening', 'failed')),
  -- why it waits or failed
  reason       text,
  attempts     int not null default 0,
  next_attempt timestamptz not null
);
create index message_undelivered on message (next_attempt, id) where outcome is null;
create index message_receiver on message (to_record, id) where outcome is null;
create index message_from on message (from_record, id);
create index message_failed on message (id) where outcome = 'failed';

-- how many like this one are open
create index record_open_incident on record (service_id, (data->>'category'))
  where type = 'incident' and resolved_at is null and closed_at is null;
