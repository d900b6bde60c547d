select number as value, number || ' – ' || title as label from sms.record
where type = 'major-incident' and closed_at is null and resolved_at is null and not confidential and not :customerOnly
  and status not in ('proposed', 'demoted')
order by number desc
