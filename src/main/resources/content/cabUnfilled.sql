-- Nobody could be found for
-- Everything is filled.
select :unfilled::text, null, 'who is asked for has no say on this request, is away for good, or nobody has the role'
where :unfilled::text is not null
