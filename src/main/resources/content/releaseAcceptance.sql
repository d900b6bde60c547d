-- Why
-- Nothing was said.
select what, said from (values (1, 'The criteria say', :acceptanceReason::text), (2, 'Not approved because', :reason::text),
  (3, 'Open defects', :defects::text), (4, 'Reversal', :reversalReason::text)) p(place, what, said)
where said is not null order by place
