-- Timeline
-- Nothing happened.
-- Incidents that were reported, moved or closed within the same minute are one line.
select at, what, said from (
  select t.at, t.seq, coalesce(p.name, t.actor) || ', ' || coalesce(t.element_name, t.kind) as what, t.said
  from sms.major_incident_timeline t left join sms.person p on p.id = t.actor
  where t.major = :record and t.record_number = :record and t.kind <> 'notified'
  union all
  select min(t.at), 0,
         case count(distinct t.record_number) when 1 then min(t.record_number)
           else count(distinct t.record_number) || ' incidents' end || ', ' || coalesce(t.status, t.kind),
         case when count(distinct t.record_number) = 1 then min(t.said) end
  from sms.major_incident_timeline t join sms.record r on r.number = t.record_number
  where t.major = :record and t.record_number <> :record and (not r.confidential or :confidential::text = 'true')
  group by date_trunc('minute', t.at), coalesce(t.status, t.kind)
) l
order by at, seq limit 150
