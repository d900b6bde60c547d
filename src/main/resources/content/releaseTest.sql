-- What was tested
-- Nothing.
select what, said from (values (1, 'Passed', case :testResult::text when 'passed' then 'yes' when 'failed' then 'no, or in part' else 'could not be tested' end),
  (2, 'Built and tested', :buildNote::text),
  (3, 'Reversal', case :reversalTest::text when 'passed' then 'tested, works' when 'failed' then 'tested, failed' else 'not tested' end),
  (4, 'Left for afterwards', :testNote::text)) p(place, what, said)
where said is not null order by place
