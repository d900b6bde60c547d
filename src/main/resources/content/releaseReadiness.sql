-- What hinders its deployment
-- Nothing: all its changes are approved.
select subject, reason from sms.release_hindrances(:record)
