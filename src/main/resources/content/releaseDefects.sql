-- What the last test showed
-- It was not tested yet.
select what, said from (values (1, 'Result', :acceptanceReason::text), (2, 'Open defects', :defects::text),
  (3, 'Wanted by the provider', :providerReason::text), (4, 'Wanted by the customer', :customerReason::text),
  (5, 'Why it came back', :reason::text)) p(place, what, said)
where said is not null order by place
