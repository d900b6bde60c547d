-- In which month, counted from the year 0, a case was opened, closed, late, and no longer so.
alter table case_figure
  add column opened_month int generated always as
    ((extract(year from opened_at at time zone 'UTC') * 12 + extract(month from opened_at at time zone 'UTC'))::int) stored,
  add column closed_month int generated always as
    ((extract(year from closed_at at time zone 'UTC') * 12 + extract(month from closed_at at time zone 'UTC'))::int) stored,
  add column breached_month int generated always as
    ((extract(year from breached_at at time zone 'UTC') * 12 + extract(month from breached_at at time zone 'UTC'))::int) stored,
  add column made_good_month int generated always as
    ((extract(year from made_good_at at time zone 'UTC') * 12 + extract(month from made_good_at at time zone 'UTC'))::int) stored;
