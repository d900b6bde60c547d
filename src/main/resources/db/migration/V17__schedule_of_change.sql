-- Schedule of change (9.2): what is planned when, maintenance windows and freezes, what collides, and calendars of it.

-- The customers who have an agreement on a service: those whose agreement names it; where none does, those with one on
-- all services.
create function customers_of_service(service text, day date) returns setof text
language sql stable as $$
  with agreed as (
    select a.customer_id, a.service_id is not null as named from sms.agreement a
    where a.kind = 'SLA' and a.customer_id is not null and (a.service_id = service or a.service_id is null)
      and day between a.valid_from and coalesce(a.valid_until, 'infinity')
  )
  select distinct p.id from agreed a join sms.party p on p.id = a.customer_id
  where p.active and (a.named or not exists (select from agreed where named))
$$;

create function period_text(period tstzrange) returns text
language sql stable as $$
  select to_char(lower(period) at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' to ' ||
         to_char(upper(period) at time zone 'UTC',
                 case when (lower(period) at time zone 'UTC')::date = (upper(period) at time zone 'UTC')::date
                      then 'HH24:MI' else 'YYYY-MM-DD HH24:MI' end) || ' UTC'
$$;

create table scheduled_change (
  change      text primary key references record deferrable initially deferred,
  period      tstzrange not null check (not isempty(period) and not lower_inf(period) and not upper_inf(period)),
  implementer text references person,
  service_id  text references service,
  -- what is proposed or approved takes up its time; what is deployed or cancelled is kept
  state       text not null check (state in ('proposed', 'approved', 'deployed', 'cancelled')),
  -- what the severity of collisions depends on, as it was known when it was placed
  change_type text,
  risk        text,
  moved       int not null default 0,
  -- counts what calendars must notice
  revision    int not null default 0,
  updated_at  timestamptz not null
);
create index scheduled_change_period on scheduled_change using gist (period);
create index scheduled_change_implementer on scheduled_change (implementer);

create table scheduled_change_ci (
  change text not null references scheduled_change,
  ci     text not null references ci,
  primary key (change, ci)
);
create index scheduled_change_ci_ci on scheduled_change_ci (ci);

-- The services that it touches: its own, and those that need its configuration items.
create table scheduled_change_service (
  change     text not null references scheduled_change,
  service_id text not null references service,
  primary key (change, service_id)
);
create index scheduled_change_service_service on scheduled_change_service (service_id);

create sequence change_window_number;
create table change_window (
  id          text primary key default 'CW-' || lpad(nextval('sms.change_window_number')::text, 4, '0'),
  -- maintenance: changes belong inside; freeze: there are to be none
  kind        text not null check (kind in ('maintenance', 'freeze')),
  name        text not null,
  reason      text not null default '',
  -- of one service, of one customer, or, both null, of all
  service_id  text references service,
  customer_id text references party,
  -- the first one, and how it recurs (RFC 5545) by the clocks of a time zone
  starts_at   timestamptz not null,
  ends_at     timestamptz not null check (ends_at > starts_at),
  recurrence  text,
  time_zone   text not null,
  -- its occurrences are known until then; null: all of them
  known_until timestamptz,
  revision    int not null default 0,
  updated_at  timestamptz not null,
  updated_by  text not null,
  removed_at  timestamptz,
  check (service_id is null or customer_id is null)
);

create table change_window_occurrence (
  change_window text not null references change_window,
  -- the day by the clocks of its time zone, by which calendars know it again when its hours change
  day           text not null,
  period        tstzrange not null check (not isempty(period)),
  primary key (change_window, day)
);
create index change_window_occurrence_period on change_window_occurrence using gist (period);

create table change_collision (
  id            bigint generated always as identity primary key,
  change        text not null references scheduled_change,
  kind          text not null check (kind in ('sameCi', 'relatedCi', 'sameImplementer', 'freeze', 'outsideWindow')),
  -- with what: another change, its item and ours; a freeze; whose maintenance windows it lies outside of (both null: of all)
  other         text references scheduled_change,
  ci            text references ci,
  other_ci      text references ci,
  change_window text references change_window,
  service_id    text references service,
  customer_id   text references party,
  period        tstzrange not null,
  severity      text not null check (severity in ('blocks', 'decide', 'note')),
  found_at      timestamptz not null,
  gone_at       timestamptz,
  accepted_at   timestamptz,
  accepted_by   text,
  accepted_why  text
);
create unique index change_collision_once on change_collision
  (change, kind, coalesce(other, ''), coalesce(ci, ''), coalesce(other_ci, ''), coalesce(change_window, ''),
   coalesce(service_id, ''), coalesce(customer_id, '')) where gone_at is null;
create index change_collision_other on change_collision (other) where gone_at is null;
create index change_collision_found on change_collision (found_at);

-- What collides, in words.
create view change_collision_told as
  select c.*, s.period as planned,
         case when r.confidential then 'a confidential change' else r.title end as other_title,
         case c.kind
           when 'sameCi' then 'both change ' || a.name
           when 'relatedCi' then a.name || ' and its ' || b.name || ' stand on one another'
           when 'sameImplementer' then 'both are implemented by ' || p.name
           when 'freeze' then 'inside the freeze "' || w.name || '"'
           else 'outside the maintenance windows of ' || coalesce(v.name, y.name, 'all services') end as what
  from change_collision c
  join scheduled_change s on s.change = c.change
  left join record r on r.number = c.other
  left join ci a on a.id = c.ci
  left join ci b on b.id = c.other_ci
  left join person p on p.id = s.implementer
  left join change_window w on w.id = c.change_window
  left join service v on v.id = c.service_id
  left join party y on y.id = c.customer_id;

-- Up to which state of the CMDB changes were looked at.
create table change_schedule_look (
  seen pg_snapshot not null
);
insert into change_schedule_look values (pg_current_snapshot());

-- Calendars subscribe with a secret in the address; what they show is what their owner may see when they are read.
create table change_calendar (
  id          bigint generated always as identity primary key,
  secret_hash bytea not null unique,
  person_id   text not null references person,
  name        text not null,
  -- of one service, of one customer, or, both null, what concerns its owner
  service_id  text references service,
  customer_id text references party,
  created_at  timestamptz not null,
  revoked_at  timestamptz,
  -- what was last handed out, and since when it is so
  etag        text,
  changed_at  timestamptz,
  check (service_id is null or customer_id is null)
);
create index change_calendar_person on change_calendar (person_id);
