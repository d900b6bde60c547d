-- Updates of the CMDB, written down item by item; what is discovered elsewhere; audits that hold both against each other.

-- One step of an update. It is drafted, tried without keeping it, checked where the degree of control asks for it, and
-- then applied as it was checked.
create table ci_update (
  record      text not null references record,
  position    int not null,
  action      text not null check (action in ('register', 'change', 'relate', 'retire', 'defineType')),
  -- null of an item that is not registered yet, and of a type
  ci          text references ci,
  -- the version that was looked at: who comes after a change of others looks again
  seen_at     timestamptz,
  content     jsonb not null,
  -- what it changes, for who checks it
  summary     text not null,
  written_by  text not null,
  written_at  timestamptz not null,
  applied_by  text,
  applied_at  timestamptz,
  change      text,
  primary key (record, position)
);
create index ci_update_ci on ci_update (ci);

-- Who wanted to write to the CMDB by a way that is closed.
create table ci_refused_write (
  id     bigint generated always as identity primary key,
  at     timestamptz not null,
  person text not null,
  what   text not null,
  reason text not null
);
create function ci_refused_write_stays() returns trigger
language plpgsql as $$
begin
  raise exception 'Refused attempts are kept as they were: % refused', lower(tg_op) using errcode = 'insufficient_privilege';
end $$;
create trigger kept before update or delete or truncate on ci_refused_write
  for each statement execute function ci_refused_write_stays();

-- records that name several items
create index record_configuration_items on record using gin ((data->'configurationItems'));

-- The records that concern an item: they name it, changed it, or describe an error of it.
create function records_of_ci(item text) returns setof text
language sql stable as $$
  select number from sms.record where data->>'ci' = item
  union select number from sms.record where data->'configurationItems' @> to_jsonb(item)
  union select record from sms.ci_update where ci = item
  union select change from sms.ci_version where id = item
  union select v from sms.ci_relation_version, unnest(array[change, ended_change]) v where from_ci = item
  union select v from sms.ci_component_version, unnest(array[change, ended_change]) v where ci_id = item
  union select known_error from sms.known_error_ci where ci_id = item
$$;

-- What is there, as an inventory, a scan or a list of another system says.
create table discovery (
  id       bigint generated always as identity primary key,
  -- under its name the identities of items are kept
  source   text not null,
  -- whether it names all that its source knows: what it does not name is gone
  complete boolean not null,
  file     text not null,
  taken_at timestamptz not null,
  taken_by text not null
);
create index discovery_source on discovery (source, id);

create table discovered_item (
  discovery   bigint not null references discovery on delete cascade,
  external_id text not null,
  type_id     text,
  name        text,
  -- what was seen of it, named as ci_fields does
  facts       jsonb not null,
  primary key (discovery, external_id)
);

-- What was seen last of each: since the last complete discovery of its source.
create view discovered as
  select distinct on (d.source, i.external_id) d.source, d.id as discovery, d.taken_at, i.external_id, i.type_id, i.name, i.facts,
         coalesce(o.ci_id, (select min(c.id) from ci c
                            where c.attributes->>'serial' = i.facts->>'serial' and c.type_id = i.type_id and c.status <> 'retired'
                            having count(*) = 1)) as ci
  from discovery d join discovered_item i on i.discovery = d.id
  left join ci_origin o on o.source = d.source and o.external_id = i.external_id
  where d.id >= coalesce((select max(l.id) from discovery l where l.source = d.source and l.complete), 0)
  order by d.source, i.external_id, d.id desc;

-- one of several says of which
alter table ci_type_attribute add check (kind <> 'choice' or choices is not null);

-- Assets by their purchase; the number on the label is the asset tag.
insert into ci_type_attribute (type_id, name, label, kind, position)
  select t, a, l, k, 50 + p
  from unnest(array['server', 'storage', 'network', 'power', 'device', 'software', 'licence']) t,
       (values ('cost', 'Purchase price (EUR)', 'number', 1), ('purchasedOn', 'Purchased on', 'date', 2)) x (a, l, k, p)
on conflict do nothing;
insert into ci_type_attribute (type_id, name, label, kind, position)
  values ('storage', 'assetTag', 'Asset tag', 'text', 50), ('software', 'assetTag', 'Asset tag', 'text', 50),
         ('licence', 'assetTag', 'Asset tag', 'text', 50)
on conflict do nothing;

-- The interface to financial asset management, one way: what finance needs to know of items that were bought.
create view ci_asset as
  select c.id as ci, c.attributes->>'assetTag' as asset_number, t.name as type, c.type_id, c.name, c.status,
         (c.attributes->>'cost')::numeric as cost, (c.attributes->>'purchasedOn')::date as purchased_on, c.owner_id as owner,
         c.location, case when c.status = 'retired' then c.valid_from end as retired_at
  from ci c join ci_type t on t.id = c.type_id
  where jsonb_exists_any(c.attributes, array['assetTag', 'cost', 'purchasedOn']);

-- And the other: the list of the asset ledger, as finance handed it over last.
create table asset_ledger (
  number       text primary key,
  name         text not null,
  cost         numeric,
  purchased_on date,
  location     text,
  -- off: sold, scrapped or lost
  status       text not null check (status in ('on', 'off')),
  imported_at  timestamptz not null,
  imported_by  text not null
);

-- Licences: rights of use against use. An item in use uses what it needs, by itself or by its software.
create view ci_licence as
  select l.id, l.type_id, l.name, l.attributes->>'kind' as kind, (l.attributes->>'count')::numeric as entitled,
         (l.attributes->>'until')::date as until,
         case l.attributes->>'kind' when 'site' then u.sites when 'user' then u.users when 'processor' then u.processors else u.items end as used
  from ci l, lateral (
    select count(*) as items, count(distinct coalesce(x.location, '')) as sites,
           count(distinct coalesce(x.attributes->>'user', x.id)) as users,
           coalesce(sum(coalesce((x.attributes->>'cpus')::numeric, 1)), 0) as processors
    from ci x
    where x.status = 'in use' and x.type_id <> 'software' and x.id in (
      select r.from_ci from ci_relation r
      where r.to_ci = l.id
         or r.to_ci in (select s.from_ci from ci_relation s join ci w on w.id = s.from_ci where s.to_ci = l.id and w.type_id = 'software'))) u
  where l.type_id = 'licence' and l.status = 'in use';

-- The items of an audit.
create function cis_of_audit(kind text, type text, service text) returns setof text
language sql stable as $$
  select id from sms.ci
  where status <> 'retired' and (kind is distinct from 'type' or type_id = type)
    and (kind is distinct from 'service' or id in (select sms.cis_of_service(service)))
$$;

-- The sample that people check.
create table audit_item (
  audit      text not null references record,
  position   int not null,
  ci         text not null references ci,
  result     text check (result in ('found', 'differs', 'notFound')),
  note       text,
  checked_by text,
  checked_at timestamptz,
  primary key (audit, position),
  unique (audit, ci)
);

-- What an audit found wrong; of many of one kind and type it says how many.
create table audit_deficiency (
  audit      text not null references record,
  place      int not null,
  kind       text not null,
  title      text not null,
  detail     text,
  count      int not null,
  cis        text[] not null,
  -- correct: the CMDB; action: what is behind it; accept: nothing, for a reason
  decision   text check (decision in ('correct', 'action', 'accept')),
  reason     text,
  decided_by text,
  decided_at timestamptz,
  primary key (audit, place)
);

-- Whether a request for change lets items be changed: it was approved, and has not come to nothing since.
create function change_allows(change text) returns boolean
language sql stable as $$
  select exists (
    select from sms.record where number = change and type = 'change' and status not in ('rejected', 'withdrawn', 'failed', 'removed')
      and (data->>'approved' = 'yes'
        or status in ('approved', 'scheduled', 'in build', 'waiting for release', 'in deployment', 'deployed', 'in review', 'closed')))
$$;
