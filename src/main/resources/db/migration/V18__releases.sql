-- Releases: their acceptance criteria with results, what of them was verified, and what a pipeline answered.

insert into record_type (id, name, prefix) values ('release-follow-up', 'Emergency release made up for', 'RFU');
create sequence record_release_follow_up;

-- As they were agreed; to plan anew voids the results.
create table release_criterion (
  release   text not null references record,
  place     int  not null,
  criterion text not null,
  weight    text not null check (weight in ('mandatory', 'important', 'minor')),
  -- null: not tested
  met       boolean,
  tested_by text,
  tested_at timestamptz,
  primary key (release, place)
);

-- What of a deployment was found to be whole, in the version and with the master copy it had then.
create table release_item (
  release     text not null references record,
  ci_id       text not null references ci,
  version     text,
  master_copy text,
  whole       boolean not null,
  verified_by text not null,
  verified_at timestamptz not null,
  primary key (release, ci_id)
);

-- Answers of the pipeline, each once.
create table deployment_answer (
  delivery    text primary key,
  release     text not null references record,
  -- what it answers: the key that the pipeline was asked with
  deployment  text not null,
  state       text not null check (state in ('started', 'succeeded', 'failed')),
  log         text,
  message     text,
  content     bytea not null,
  received_at timestamptz not null
);
create index deployment_answer_release on deployment_answer (release, received_at);

-- The changes that a release deploys.
create function release_changes(release text) returns setof text
language sql stable as $$
  select l.to_number from sms.record_link l join sms.record c on c.number = l.to_number and c.type = 'change'
  where l.from_number = release and l.kind = 'deploys'
$$;

-- The configuration items that its changes affect; where they name none, those of its service.
create function release_cis(release text) returns setof text
language sql stable as $$
  with named as (
    select distinct i.id from sms.release_changes(release) n join sms.record c on c.number = n
    cross join lateral jsonb_array_elements_text(
      case jsonb_typeof(c.data->'configurationItems') when 'array' then c.data->'configurationItems' else '[]' end) i(id)
    join sms.ci on ci.id = i.id)
  select id from named
  union
  select s.id from sms.record r cross join lateral sms.cis_of_service(r.service_id) s(id)
  where r.number = release and not exists (select from named)
$$;

-- Why it may not be deployed, one row a reason; none: it may.
create function release_hindrances(release text) returns table (subject text, reason text)
language sql stable as $$
  select release, 'it deploys no change' where not exists (select from sms.release_changes(release))
  union all
  select c.number, case when c.closed_at is not null then 'is over (' || c.status || ')'
                        when c.status in ('withdrawn', 'rejected', 'failed') then 'is ' || c.status
                        else 'is not approved (' || c.status || ')' end
  from sms.release_changes(release) n join sms.record c on c.number = n
  where c.closed_at is not null or c.status in ('withdrawn', 'rejected', 'failed') or c.data->>'approved' is distinct from 'yes'
$$;

-- Incidents of its early life: opened since its deployment, of its services or with its configuration items. Whether it
-- caused them, people say.
create function release_incidents(release text) returns setof text
language sql stable as $$
  select i.number
  from sms.record r
  join sms.record i on i.type = 'incident' and i.opened_at >= (r.data->>'deployedAt')::timestamptz
    and i.opened_at < coalesce((r.data->>'earlyLifeEnds')::timestamptz, 'infinity')
  where r.number = release and i.status not in ('merged', 'cancelled') and not i.confidential
    and (i.service_id = r.service_id
         or i.service_id in (select c.service_id from sms.release_changes(release) n join sms.record c on c.number = n)
         or i.data->>'ci' in (select sms.release_cis(release)))
$$;
