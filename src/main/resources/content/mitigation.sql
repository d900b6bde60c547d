-- What lessens its impact
-- Nothing was said.
select :mitigation::text where :mitigation::text is not null
