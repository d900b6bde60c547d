-- Procedure
-- No procedure was written down for this item.
select procedure from sms.request_item where id = :item and procedure is not null
