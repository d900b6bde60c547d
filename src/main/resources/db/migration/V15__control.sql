-- What all processes of clause 9 share: types of records, links, roles, and which accounts belong to one person.

insert into record_type (id, name, prefix) values
  ('change',                'Request for change',        'CHG'),
  ('cab-decision',          'Decision on a change',      'CAB'),
  ('cab-meeting',           'Meeting of the change advisory board', 'CMT'),
  ('release',               'Release',                   'REL'),
  ('configuration-control', 'Update of the CMDB',        'CFG'),
  ('configuration-audit',   'Configuration audit',       'CAU'),
  ('change-trend-analysis', 'Trend analysis of changes', 'CTA');
create sequence record_change;
create sequence record_cab_decision;
create sequence record_cab_meeting;
create sequence record_release;
create sequence record_configuration_control;
create sequence record_configuration_audit;
create sequence record_change_trend_analysis;

-- read: REL "deploys" CHG, REL "closes" PRB or KER
alter table record_link drop constraint record_link_kind_check;
alter table record_link add constraint record_link_kind_check check (kind in (
  'duplicates', 'caused by', 'resolves', 'follows', 'part of', 'relates to', 'solved by', 'describes', 'deploys', 'closes'));

insert into role (id, name, purpose) values
  ('changeManager',     'Change manager',     'Answers for change management: leads decisions, keeps the schedule of change'),
  ('releaseManager',    'Release manager',    'Answers for releases, their acceptance and deployment'),
  ('financeManager',    'Finance manager',    'Costs requests for change, answers for budgets and assets'),
  ('continuityManager', 'Continuity manager', 'Answers for service continuity and availability plans');

-- Who has several accounts is one person all the same: this account is also of that person.
alter table person add column same_as text references person check (same_as <> id);

create function natural_person(account text) returns text
language sql stable as $$
  select coalesce((select coalesce(same_as, id) from sms.person where id = account), account)
$$;
