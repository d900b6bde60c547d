-- What became of cases and what passed elements day by day (UTC), so that a page adds up days instead of cases. All is
-- collected anew.
truncate collection, case_figure, passage;

alter table case_figure
  add column opened_on date not null generated always as ((opened_at at time zone 'UTC')::date) stored,
  add column closed_on date generated always as ((closed_at at time zone 'UTC')::date) stored,
  -- open and past a target that was not met since: from this day until that
  add column late_on date generated always as (
    case when breached_at < coalesce(least(closed_at, made_good_at), 'infinity')
         then (breached_at at time zone 'UTC')::date end) stored,
  add column late_until date generated always as (
    case when breached_at < least(closed_at, made_good_at)
         then (least(closed_at, made_good_at) at time zone 'UTC')::date end) stored;
create index case_figure_opened_on on case_figure (opened_on);
create index case_figure_closed_on on case_figure (closed_on);
create index case_figure_late_on on case_figure (late_on) where late_on is not null;
create index case_figure_late_until on case_figure (late_until) where late_until is not null;

-- Each of the up to four days of a case; what is known when it is closed counts on that day.
create view case_event as
  select process_key, process_version, service_id, customer_id, team, priority, confidential, opened_on as day,
         1 as opened, 0 as closed, 0 as late, 0 as met, 0 as missed, 0 as reopened, null::int as lead
  from case_figure
  union all
  select process_key, process_version, service_id, customer_id, team, priority, confidential, closed_on,
         0, 1, 0, targets_met, targets_missed, reopened, lead_seconds
  from case_figure where closed_on is not null
  union all
  select process_key, process_version, service_id, customer_id, team, priority, confidential, late_on,
         0, 0, 1, 0, 0, 0, null
  from case_figure where late_on is not null
  union all
  select process_key, process_version, service_id, customer_id, team, priority, confidential, late_until,
         0, 0, -1, 0, 0, 0, null
  from case_figure where late_until is not null;

create table case_day (
  day             date not null,
  process_key     text not null,
  process_version int not null,
  confidential    boolean not null,
  opened          int not null,
  closed          int not null,
  -- how many more, or fewer, are late at its end than were the day before
  late            int not null,
  met             int not null,
  missed          int not null,
  reopened        int not null,
  -- seconds that each of those took that were closed; null if none was
  lead            int[],
  primary key (day, process_key, process_version, confidential)
);

create table passage_day (
  place        int not null references passage_place,
  day          date not null,
  confidential boolean not null,
  passes       int not null,
  -- of them those that took no second
  at_once      int not null,
  -- of each of the others; null if there is none
  seconds      int[],
  waiting      int[],
  breaches     int not null,
  canceled     int not null,
  primary key (place, day, confidential)
);

-- heat reads the days now
drop index passage_place_left;
create index passage_place_left on passage (place, left_at) include (seconds, canceled, record_number);
