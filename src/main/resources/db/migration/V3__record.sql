-- The register: records, links and the journal.

create table record_type (
  id     text primary key,
  name   text not null,
  prefix text not null unique check (prefix ~ '^[A-Z]{2,5}$')
);
insert into record_type values ('incident', 'Incident', 'INC');

-- One series a type. A sequence: openings do not wait for one another; a rolled-back opening leaves a gap.
create sequence record_incident;

create function next_record_number(type text, at timestamptz) returns text
language sql volatile as $$
  select t.prefix || '-' || to_char(at at time zone 'UTC', 'YYYY') || '-' ||
         lpad(nextval('sms.record_' || t.id)::text, 6, '0')
  from sms.record_type t where t.id = type
$$;

create table record (
  number              text primary key,
  type                text not null references record_type,
  title               text not null,
  status              text not null,
  priority            text,
  service_id          text references service,
  customer_id         text references party,
  reporter_id         text references person,
  owner_id            text references person,
  confidential        boolean not null default false,
  source              text not null default 'person',
  -- identity in the system it came from: an alert's fingerprint, a number of an imported log
  external_id         text,
  opened_at           timestamptz not null,
  resolved_at         timestamptz,
  closed_at           timestamptz,
  outcome             text,
  retain_until        date,
  process_key         text not null,
  process_version     int not null,
  process_instance_id text not null,
  data                jsonb not null default '{}',
  entries             int not null default 0,
  updated_at          timestamptz not null
);
create index record_type_status on record (type, status, opened_at desc);
create index record_reporter on record (reporter_id, opened_at desc);
create index record_customer on record (customer_id, opened_at desc);
create index record_service on record (service_id, opened_at desc);
create index record_process_instance on record (process_instance_id);
-- one open record per alert; an imported row once
create unique index record_open_alert on record (source, external_id) where source = 'alert' and closed_at is null and resolved_at is null;
create unique index record_imported on record (source, external_id) where source = 'import';

-- read: "from <kind> to", such as INC-2 duplicates INC-1
create table record_link (
  from_number text not null references record,
  to_number   text not null references record,
  kind        text not null check (kind in ('duplicates', 'caused by', 'resolves', 'follows', 'part of', 'relates to')),
  linked_at   timestamptz not null,
  linked_by   text not null,
  primary key (from_number, to_number, kind),
  check (from_number <> to_number)
);
create index record_link_to on record_link (to_number, kind);

-- Who did what, when, at which element, carrying out which obligation, and what changed.
create table record_entry (
  record_number text not null references record,
  seq           int not null,
  at            timestamptz not null,
  actor         text not null,
  kind          text not null,
  element_id    text,
  element_name  text,
  requirement   text[] not null default '{}',
  note          text,
  changes       jsonb not null default '{}',
  hash          bytea not null,
  primary key (record_number, seq)
);
create index record_entry_requirement on record_entry using gin (requirement);
create index record_entry_at on record_entry (at);

-- In plpgsql, which keeps what it has made of an expression; the same in sql made it anew for every entry.
create function record_entry_hash(previous bytea, e record_entry) returns bytea
language plpgsql immutable as $$
begin
  return sha256(coalesce(previous, '\x'::bytea) || convert_to(jsonb_build_array(
    e.record_number, e.seq, (extract(epoch from e.at) * 1000000)::bigint, e.actor, e.kind, e.element_id,
    e.element_name, e.requirement, e.note, e.changes)::text, 'UTF8'));
end $$;

create function record_entry_chain() returns trigger
language plpgsql as $$
begin
  new.hash := sms.record_entry_hash(
    (select hash from sms.record_entry where record_number = new.record_number and seq = new.seq - 1), new);
  return new;
end $$;
create trigger record_entry_chain before insert on record_entry for each row execute function record_entry_chain();

create function record_entry_refuse() returns trigger
language plpgsql as $$
begin
  raise exception 'The journal is append-only: % refused', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger record_entry_append_only before update or delete or truncate on record_entry
  for each statement execute function record_entry_refuse();

-- The first entry that does not fit its record's chain, one row a bad record; all records, or one.
create function verify_journal(only_number text) returns table (record_number text, bad_seq int, reason text)
language sql stable as $$
  with checked as (
    select e.record_number, e.seq,
           case
             when e.seq <> row_number() over w then 'an entry is missing before it'
             when e.hash <> sms.record_entry_hash(lag(e.hash) over w, e) then 'its hash does not match its content'
           end as reason
    from sms.record_entry e
    where only_number is null or e.record_number = only_number
    window w as (partition by e.record_number order by e.seq)
  ), bad as (
    select distinct on (c.record_number) c.record_number, c.seq, c.reason
    from checked c where c.reason is not null order by c.record_number, c.seq
  )
  select b.record_number, b.seq, b.reason from bad b
  union all
  select r.number, r.entries, 'the last entries are missing'
  from sms.record r
  where (only_number is null or r.number = only_number)
    and r.entries <> (select count(*) from sms.record_entry e where e.record_number = r.number)
    and r.number not in (select b.record_number from bad b)
$$;
