-- What is known of the failure
-- Nothing was said.
select what, said from (values (1, 'Failed', :failureNote::text), (2, 'Deployment', :deploymentNote::text), (3, 'Verification', :verificationNote::text),
  (4, 'Reversal', :reversalNote::text), (5, 'Log of the pipeline', :deploymentLog::text)) p(place, what, said)
where said is not null order by place
