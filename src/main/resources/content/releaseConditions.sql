-- Conditions
-- None.
select what, said from (values (1, 'Of the provider', :providerConditions::text), (2, 'Of the customer', :customerConditions::text),
  (3, 'Mend first', case :approved::text when 'mend' then :reason::text end)) p(place, what, said)
where said is not null order by place
