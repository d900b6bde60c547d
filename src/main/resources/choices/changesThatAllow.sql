select number as value, number || ' – ' || title || ' (' || status || ')' as label from sms.record
where type = 'change' and not confidential and sms.change_allows(number) and (closed_at is null or status = 'closed')
order by closed_at is null desc, number desc
