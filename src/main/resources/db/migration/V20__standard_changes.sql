-- Standard changes: kinds of changes that are approved once, with their plans, as long as they go well.
create sequence standard_change_number;
create table standard_change (
  id            text primary key default 'STD-' || lpad(nextval('sms.standard_change_number')::text, 4, '0'),
  name          text not null,
  description   text not null,
  service_id    text references service,
  support_group text references role,
  test_plan     text not null,
  remedy_plan   text not null,
  -- approved no more when so many of its last changes failed
  failures      int not null default 2 check (failures > 0),
  among         int not null default 10 check (among >= failures),
  state         text not null default 'approved' check (state in ('approved', 'suspended', 'retired')),
  -- the request for change by which it was approved
  approved_by   text not null references record,
  approved_at   timestamptz not null,
  state_since   timestamptz not null,
  state_reason  text
);
-- one request approves one standard change
create unique index standard_change_approved_by on standard_change (approved_by);
create index record_of_standard_change on record ((data->>'template'), closed_at desc) where type = 'change';
