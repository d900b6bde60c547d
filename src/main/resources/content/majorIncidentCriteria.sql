-- Agreed criteria
-- Not held against the criteria.
select case when :majorCandidate::text = 'true' then 'Met' else 'Not met' end, :majorCriterion::text
where :majorCriterion::text is not null
union all
select 'Open incidents of the same service and category', :similarIncidents::text
where :similarIncidents::text is not null
union all
select 'Proposed because', coalesce(changes->>'reason', changes->>'majorCriterion')
from sms.record_entry
where record_number = :record and seq = 1 and coalesce(changes->>'reason', changes->>'majorCriterion') is not null
