-- What trend analysis of changes (9.2) finds: figures of a period and of the one before, and what stands out.

create table change_trend_figure (
  -- record of the analysis
  analysis text not null references record deferrable initially deferred,
  place    int not null,
  topic    text not null,
  name     text not null,
  -- null: there was nothing to work it out from
  now      numeric,
  before   numeric,
  primary key (analysis, place)
);

create table change_trend_finding (
  analysis    text not null references record deferrable initially deferred,
  -- what matters most is 1
  id          int not null,
  kind        text not null check (kind in ('unauthorized', 'failures', 'causes', 'emergencies', 'rejections', 'collisions',
                                            'leadTime', 'standardCandidate')),
  title       text not null,
  service_id  text references service,
  changes     int not null,
  -- of what they are compared with: all changes, all failures
  percent     int not null,
  before      int not null,
  -- in percent of before
  growth      int not null,
  -- by the decision table
  proposal    text not null,
  improved_at timestamptz,
  primary key (analysis, id)
);
