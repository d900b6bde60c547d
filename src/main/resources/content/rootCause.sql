-- Cause
-- Nothing was said.
select :rootCause::text where :rootCause::text is not null
