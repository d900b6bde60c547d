-- How it was remedied
-- Nothing is recorded yet.
select case data->>'remedied' when 'reversed' then 'Reversed' else 'Remedied' end, data->>'remedyResult' from sms.record
where number = :record and data->>'remedied' is not null
