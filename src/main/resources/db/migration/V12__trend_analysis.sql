-- What trend analysis finds in the register, and what is read for it.

-- The words of a title that carry its meaning: titles that differ in endings, filling words, order, punctuation and
-- long numbers (telephone, ticket) only speak of the same symptom.
create function symptom(title text) returns text
language sql immutable parallel safe as $$
  select array_to_string(tsvector_to_array(to_tsvector('pg_catalog.english', regexp_replace(title, '[0-9]{5,}', ' ', 'g'))), ' ')
$$;

-- What a finding is about: the same in every analysis.
create function trend_about(kind text, service text, category text, ci text, caller text, symptom text, problem text)
returns text language sql immutable parallel safe as $$
  select kind || '|' || coalesce(service, '') || '|' || coalesce(category, '') || '|' || coalesce(ci, '') || '|' ||
         coalesce(caller, '') || '|' || coalesce(symptom, '') || '|' || coalesce(problem, '')
$$;

create table trend_finding (
  -- record of the analysis
  analysis   text not null references record deferrable initially deferred,
  -- the heaviest is 1
  id         int not null,
  kind       text not null check (kind in ('symptom', 'serviceCi', 'serviceCategory', 'caller',
                                           'service', 'category', 'ci', 'problems', 'afterResolution')),
  title      text not null,
  service_id text references service,
  category   text,
  ci         text,
  caller     text,
  symptom    text,
  -- the resolved problem whose incidents go on
  problem    text references record,
  incidents  int not null,
  before     int not null,
  -- in percent of before
  growth     int not null,
  -- in percent of all of the period
  share      numeric(4, 1) not null,
  reopened   int not null,
  breached   int not null,
  -- so many have an open problem already
  explained  int not null,
  -- the one, or the first of them
  open_problem text references record,
  samples    text[] not null,
  -- all of them, where a decision is asked for
  records    text[],
  -- what deals with it already: an open problem, what an earlier analysis raised, or that analysis while it waits
  in_hand    text references record,
  -- what the decision table proposes; null: not among the heaviest of its kind, so not put to it
  proposal   text,
  impact     text,
  urgency    text,
  -- the finding that tells of mostly the same records
  covered_by int,
  -- place in the review, null: not put to the problem manager
  place      int,
  decision   text check (decision in ('problem', 'preventiveAction', 'watch', 'dismiss')),
  reason     text,
  decided_by text,
  decided_at timestamptz,
  -- the problem or preventive action that was raised from it
  raised     text references record,
  about      text not null generated always as (
    sms.trend_about(kind, service_id, category, ci, caller, symptom, problem)) stored,
  primary key (analysis, id)
);
create unique index trend_finding_place on trend_finding (analysis, place);
create index trend_finding_about on trend_finding (about, decided_at) where decision is not null;

-- incidents of a period, and which of them were opened again or came too late
create index record_incident_opened on record (opened_at) where type = 'incident';
create index record_entry_reopened on record_entry (record_number) where changes->'resolvedAt' = 'null';
create index target_breached on target (record_number) where breached_at is not null;
