-- Plan
-- Nothing is planned yet.
select what, said from (values
  (1, 'Type', :releaseType::text),
  (2, 'What counts as one', :countsAs::text),
  (3, 'Dates', :deploymentDates::text),
  (4, 'Notice', case :noticeKept::text when 'yes' then 'as the release policy demands, ' || :noticeDays::text || ' days before'
                                       when 'no' then 'shorter than the ' || :noticeDays::text || ' days of the release policy: agree only if that will do' end),
  (5, 'To be tested', :testDepth::text),
  (6, 'Deliverables', :deliverables::text),
  (7, 'Method', case :deploymentMethod::text when 'pipeline' then 'by pipeline' when 'hand' then 'by hand' end),
  (8, 'Acceptance environment', :acceptanceEnvironment::text),
  (9, 'Reversal', :reversalPlan::text)) p(place, what, said)
where said is not null order by place
