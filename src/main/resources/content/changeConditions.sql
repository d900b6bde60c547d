-- Conditions of the approval
-- It is approved without conditions.
select coalesce(data->>'cab', 'Approval'), data->>'conditions' from sms.record
where number = :record and data->>'conditions' <> ''
