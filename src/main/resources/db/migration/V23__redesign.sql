-- Redesigns of processes and decision tables: the drafts as they came, what the checks found, what became of them.

insert into record_type values ('process-redesign', 'Process redesign', 'RDN');
create sequence record_process_redesign;

create table redesign (
  number        text primary key references record,
  kind          text not null check (kind in ('process', 'decision')),
  -- id of the process or of the decision
  key           text not null,
  -- null where it is raised by another process, until somebody brings a draft
  author        text references person,
  -- the version in force that the draft is compared with; null where there is none yet
  base          text,
  base_version  int,
  base_tag      text,
  tag           text,
  version_kind  text check (version_kind in ('new', 'patch', 'minor', 'major')),
  revision      int not null default 0,
  -- what the checks of the latest revision said, as the API gives it out
  findings      jsonb not null default '[]',
  difference    jsonb,
  replay        jsonb,
  decisions     jsonb,
  moves         jsonb,
  moved         jsonb,
  -- the version that came of it, and the one that a roll-back put in force again
  definition    text,
  deployed_at   timestamptz,
  restored      text,
  restored_at   timestamptz
);
create index redesign_key on redesign (key);

-- A draft stays as it was brought; the next one is another revision. One that is not taken in yet has no redesign.
create table redesign_draft (
  id         bigint generated always as identity primary key,
  redesign   text references redesign,
  revision   int,
  -- of all its files with their names: the same draft is known again
  sha256     bytea not null,
  brought_by text not null references person,
  brought_at timestamptz not null,
  unique (redesign, revision),
  check ((redesign is null) = (revision is null))
);
create index redesign_draft_sha256 on redesign_draft (sha256);

create table redesign_file (
  draft   bigint not null references redesign_draft on delete cascade,
  name    text not null,
  content bytea not null,
  sha256  bytea not null generated always as (sha256(content)) stored,
  primary key (draft, name)
);
create function redesign_file_stays() returns trigger
language plpgsql as $$
begin
  raise exception 'Drafts are kept as they were brought: % refused', lower(tg_op) using errcode = 'insufficient_privilege';
end $$;
create trigger kept before update on redesign_file
  for each row execute function redesign_file_stays();

-- What a deployment replaced, forms and tables too, so that it can be put in force again.
create table redesign_former (
  redesign text not null references redesign,
  name     text not null,
  content  bytea not null,
  primary key (redesign, name)
);
