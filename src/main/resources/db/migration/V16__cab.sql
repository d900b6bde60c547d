-- The change advisory board: who decides on a request for change, how they voted, and what came of it.

-- What a vote is about. If any of it changes, votes cast before no longer count.
create function change_content(change text) returns text
language sql stable as $$
  select encode(sha256(convert_to(jsonb_build_array(
    r.title, r.service_id, r.data->'description', r.data->'benefit', r.data->'configurationItems', r.data->'changeKind',
    r.data->'changeType', r.data->'risk', r.data->'plannedStart', r.data->'plannedEnd', r.data->'implementer',
    r.data->'testPlan', r.data->'remedyPlan', r.data->'cost')::text, 'UTF8')), 'hex')
  from sms.record r where r.number = change
$$;

-- One row for each time that a board is asked: an edit of the request voids the round and asks again.
create table cab_round (
  -- number of the record of the decision
  board       text not null references record deferrable initially deferred,
  round       int not null,
  change      text not null references record deferrable initially deferred,
  kind        text not null check (kind in ('normal', 'emergency', 'alone')),
  -- change_content when the board was asked
  content     text not null,
  -- natural persons who have no say: who asks for the change, who carries it out
  barred      text[] not null,
  -- in percent: of those who do not abstain, so many vote; of those who vote, so many are for it
  quorum      int not null check (quorum between 0 and 100),
  threshold   int not null check (threshold between 1 and 100),
  opened_at   timestamptz not null,
  -- null: the change manager decides alone
  deadline    timestamptz,
  extended    boolean not null default false,
  -- the process was told that everybody has voted
  completed   boolean not null default false,
  state       text not null default 'voting' check (state in ('voting', 'decided', 'void')),
  result      text,
  decision    text check (decision in ('approved', 'rejected', 'deferred')),
  reason      text,
  conditions  text,
  decided_by  text,
  ended_at    timestamptz,
  primary key (board, round),
  check ((state = 'decided') = (decision is not null)),
  check ((state = 'voting') = (ended_at is null))
);
create unique index cab_round_open on cab_round (board) where state = 'voting';
create index cab_round_change on cab_round (change);

create view cab_current as select distinct on (board) * from cab_round order by board, round desc;

-- One natural person has one seat, by one of their accounts.
create table cab_seat (
  board          text not null,
  round          int not null,
  person         text not null references person,
  -- what they sit for: a role, the owner of a service, the approver of a customer
  sits_for       text[] not null,
  -- of which at least one member must have voted
  mandatory_for  text[] not null,
  veto           boolean not null,
  delegate       text references person,
  handed_over_at timestamptz,
  primary key (board, round, person),
  foreign key (board, round) references cab_round
);
create index cab_seat_person on cab_seat (person);
create index cab_seat_delegate on cab_seat (delegate) where delegate is not null;

-- Append-only: who revises a vote adds one, and the last one counts.
create table cab_vote (
  id          bigint generated always as identity primary key,
  board       text not null,
  round       int not null,
  seat        text not null,
  -- who voted on this seat: the member or their delegate
  voter       text not null references person,
  vote        text not null check (vote in ('for', 'against', 'abstain')),
  comment     text,
  conditions  text,
  content     text not null,
  cast_at     timestamptz not null,
  -- the chair of a meeting, where the vote was given aloud
  recorded_by text references person,
  meeting     text references record,
  foreign key (board, round, seat) references cab_seat
);
create index cab_vote_seat on cab_vote (board, round, seat, id desc);

create function cab_vote_refuse() returns trigger
language plpgsql as $$
begin
  raise exception 'Votes are append-only: % refused', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger cab_vote_append_only before update or delete or truncate on cab_vote
  for each statement execute function cab_vote_refuse();

-- Each seat with the vote that counts.
create view cab_ballot as
select s.board, s.round, s.person, s.delegate, coalesce(s.delegate, s.person) as holder, s.sits_for, s.mandatory_for, s.veto,
       v.vote, v.voter, v.comment, v.conditions, v.cast_at, v.recorded_by
from cab_seat s
left join lateral (
  select * from cab_vote c where c.board = s.board and c.round = s.round and c.seat = s.person order by c.id desc limit 1) v on true;

-- How the votes of a round stand.
create function cab_count(of_board text, of_round int) returns table (
  members int, votes_for int, votes_against int, abstained int, lacking text, vetoed_by text, result text)
language sql stable as $$
  with b as (
    select * from sms.cab_ballot where board = of_board and round = of_round
  ), n as (
    select count(*)::int as members, count(*) filter (where vote = 'for')::int as votes_for,
           count(*) filter (where vote = 'against')::int as votes_against, count(*) filter (where vote = 'abstain')::int as abstained
    from b
  ), missing as (
    select string_agg(m.bench, ', ' order by m.bench) as benches from (
      select u.bench from b, unnest(b.mandatory_for) u (bench) group by u.bench having count(b.vote) = 0) m
  ), veto as (
    select string_agg(p.name, ', ' order by p.name) as people
    from b join sms.person p on p.id = b.voter where b.veto and b.vote = 'against'
  )
  select n.members, n.votes_for, n.votes_against, n.abstained, missing.benches, veto.people,
         case
           when r.kind = 'alone' then 'alone'
           when veto.people is not null then 'vetoed'
           when missing.benches is not null then 'mandatoryMissing'
           when n.votes_for + n.votes_against = 0
             or (n.votes_for + n.votes_against) * 100 < r.quorum * (n.members - n.abstained) then 'noQuorum'
           when n.votes_for * 100 >= r.threshold * (n.votes_for + n.votes_against) then 'carried'
           else 'notCarried'
         end
  from sms.cab_round r, n, missing, veto
  where r.board = of_board and r.round = of_round
$$;

-- To whom a member may hand their seat: people of the same organization whom the request does not bar, without a seat by
-- any account.
create function cab_delegates(of_board text, of_round int, seat text) returns setof text
language sql stable as $$
  select p.id
  from sms.cab_round r
  join sms.person m on m.id = seat
  left join sms.party y on y.id = m.party_id
  join sms.person p on p.active and p.party_id is not distinct from m.party_id
  where r.board = of_board and r.round = of_round and sms.natural_person(p.id) <> all (r.barred)
    and exists (
      select from sms.person_role h where h.person_id = p.id
        and case when y.kind = 'customer' then h.role_id in ('customer', 'customerApprover')
            else h.role_id not in ('customer', 'customerApprover', 'monitoring', 'camunda-admin', 'auditor') end)
    and not exists (
      select from sms.cab_seat s where s.board = of_board and s.round = of_round
        and sms.natural_person(p.id) in (sms.natural_person(s.person), sms.natural_person(s.delegate)))
$$;

-- What a meeting goes through, one decision after the other.
create table cab_agenda (
  meeting    text not null references record deferrable initially deferred,
  place      int not null,
  board      text not null references record,
  result     text check (result in ('voted', 'goesOn', 'postponed', 'settled')),
  discussion text,
  primary key (meeting, place),
  unique (meeting, board)
);
create index cab_agenda_board on cab_agenda (board);

-- The request that a board decides on, line by line as its members read it.
create view cab_request as
with c as (
  select d.number as board, r.*, p.name as requester, s.name as service_name, i.name as implementer_name
  from record d join record r on r.number = d.data->>'partOf'
  left join sms.person p on p.id = r.reporter_id left join sms.service s on s.id = r.service_id
  left join sms.person i on i.id = r.data->>'implementer')
select board, place, what, said from (
  select board, 1 as place, number as what, title as said from c
  union all select board, 2, 'Scope', data->>'description' from c
  union all select board, 3, 'Benefit', data->>'benefit' from c
  union all select board, 4, 'Service', service_name from c
  union all select board, 5, 'Requested by', requester from c
  union all select board, 6, 'Type', concat_ws(', ', data->>'changeType', data->>'changeKind') from c
  union all select board, 7, 'Risk', data->>'risk' from c
  union all select board, 8, 'Cost', data->>'cost' from c
  union all select board, 9, 'Planned', translate(concat_ws(' to ', data->>'plannedStart', data->>'plannedEnd'), 'TZ', ' ') from c
  union all select board, 10, 'Carried out by', implementer_name from c) x
where said <> '';
