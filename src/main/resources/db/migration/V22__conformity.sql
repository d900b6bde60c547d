-- Conformity: which process an entry of the journal is of, what the organization adds to the standard's obligations and
-- how it tailors them, deviations, and who tried to deploy what.

insert into role (id, name, purpose) values
  ('documentController', 'Document controller',
   'Controls documents, models among them: keeps the catalogue of obligations, approves redesigns and deviations');

-- A called process writes into its caller's record, so the record alone does not say whose element an entry is of.
alter table record_entry add column process_key text, add column process_version int;

-- Entries from before have no version, and their hash knows of neither.
create or replace function record_entry_hash(previous bytea, e record_entry) returns bytea
language plpgsql immutable as $$
declare
  content jsonb := jsonb_build_array(
    e.record_number, e.seq, (extract(epoch from e.at) * 1000000)::bigint, e.actor, e.kind, e.element_id,
    e.element_name, e.requirement, e.note, e.changes);
begin
  if e.process_version is not null then
    content := content || jsonb_build_array(e.process_key, e.process_version);
  end if;
  return sha256(coalesce(previous, '\x'::bytea) || convert_to(content::text, 'UTF8'));
end $$;

alter table record_entry disable trigger record_entry_append_only;
update record_entry e set process_key = r.process_key from record r
where r.number = e.record_number and e.element_id is not null;
alter table record_entry enable trigger record_entry_append_only;

-- What is evidence of an obligation: a task completed, a step done, a decision taken, an event that happened. All that an
-- element did while it carried out the same obligations stands together, so that a million entries are counted by walking
-- through one narrow index.
alter table record_entry add column place bigint
  generated always as (hash_array_extended(requirement || array[process_key, element_id], 0)) stored;
drop index record_entry_requirement;
create index record_entry_evidence on record_entry (place, at)
  where requirement <> '{}' and kind in ('task', 'step', 'decision', 'event');

create table own_requirement (
  id           text primary key check (id ~ '^[A-Z][A-Z0-9]{1,11}-[A-Za-z0-9.]{1,20}$'),
  says         text not null,
  -- where the matrix shows it, such as "Information security act"
  clause       text not null,
  -- law, contract, standard it comes from
  source       text not null,
  process      text[] not null,
  added_by     text not null references person,
  added_at     timestamptz not null,
  withdrawn_by text references person,
  withdrawn_at timestamptz
);

-- How the organization meets an obligation otherwise, or why it does not apply; the latest counts, the others are history.
create table requirement_tailoring (
  id               bigint generated always as identity primary key,
  requirement      text not null,
  note             text not null,
  justification    text not null,
  -- ISO 8601, in place of what the model plans
  planned_interval text,
  tailored_by      text not null references person,
  tailored_at      timestamptz not null,
  ended_by         text references person,
  ended_at         timestamptz
);
create unique index requirement_tailoring_current on requirement_tailoring (requirement) where ended_at is null;

-- An obligation that a redesign may leave without an element for a while.
create table deviation (
  id          bigint generated always as identity primary key,
  requirement text not null,
  process_key text not null,
  reason      text not null,
  expires_on  date not null,
  asked_by    text not null references person,
  asked_at    timestamptz not null,
  approved_by text references person,
  approved_at timestamptz,
  ended_by    text references person,
  ended_at    timestamptz,
  check (natural_person(approved_by) <> natural_person(asked_by))
);
create index deviation_requirement on deviation (requirement);

-- Kept whatever becomes of the deployment.
create table deployment_attempt (
  id            bigint generated always as identity primary key,
  at            timestamptz not null,
  person        text,
  name          text,
  -- name, size in bytes and SHA-256 of each file
  files         jsonb not null,
  outcome       text not null check (outcome in ('deployed', 'refused', 'takenIn')),
  message       text,
  deployment_id text
);
