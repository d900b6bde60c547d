-- Not as in the baseline
-- All is as it was when the baseline was taken, as far as the CMDB knows.
select d.ci, coalesce(c.name, 'not registered'), concat_ws(' ', d.what, nullif(d.part, ''), d.field)
from sms.ci_baseline b
cross join lateral sms.cmdb_compared(b.content, sms.ci_baseline_content(b.chosen)) d
left join sms.ci c on c.id = d.ci
where b.id = :baseline limit 40
