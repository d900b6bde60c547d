-- What is waited for
-- Nothing was said.
select :waitFor::text where :waitFor::text is not null
