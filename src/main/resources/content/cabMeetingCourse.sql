-- The meeting
-- Nothing was on the agenda.
select what, title, said from (
  select 0 as place, 'Present' as what, null as title, nullif(concat_ws('; ', string_agg(p.name, ', ' order by p.name), min(m.data->>'guests')), '') as said
  from sms.record m join sms.person p on (m.data->'attendance') @> to_jsonb(p.id) where m.number = :record
  union all
  select a.place, a.place::text || '. ' || a.board as what, r.title as title,
         concat_ws('. ', case a.result when 'voted' then 'Voted on' when 'goesOn' then 'Discussed, the voting goes on'
                           when 'postponed' then 'Postponed' when 'settled' then 'No longer open' end,
                   n.votes_for || ' for, ' || n.votes_against || ' against, ' || n.abstained || ' abstained',
                   'Decision: ' || c.decision, a.discussion) as said
  from sms.cab_agenda a join sms.record r on r.number = a.board join sms.cab_current c on c.board = a.board
  cross join lateral sms.cab_count(c.board, c.round) n
  where a.meeting = :record) x
where said is not null order by place
