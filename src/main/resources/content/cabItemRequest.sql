-- Request for change
-- The request cannot be found.
select what, null, said from sms.cab_request where board = :itemBoard order by place
