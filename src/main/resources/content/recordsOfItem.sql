-- Requests for change, problems and known errors of the item
-- None.
select r.number, r.title, r.status
from sms.record r
where r.number in (select sms.records_of_ci(:ci::text)) and r.type in ('change', 'problem', 'known-error', 'major-incident', 'release')
  and not r.confidential
order by r.closed_at is not null, r.opened_at desc limit 20
