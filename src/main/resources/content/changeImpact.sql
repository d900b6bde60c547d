-- What it touches, says the CMDB
-- Nothing, as far as the CMDB knows; name the configuration items that are changed.
select s->>'name', case s->>'effect' when 'OUTAGE' then 'fails' else 'works with less' end, 'through ' || (select name from sms.ci where id = s->>'via')
from sms.record r, jsonb_array_elements(r.data->'cmdbImpact'->'services') s where r.number = :record
union all
select c->>'name', 'a customer of these services', null
from sms.record r, jsonb_array_elements(r.data->'cmdbImpact'->'customers') c where r.number = :record
union all
select 'Other configuration items', r.data->'cmdbImpact'->'affected'->>'total' || ' need them',
       (select string_agg(i->>'name', ', ') from (
          select i from jsonb_array_elements(r.data->'cmdbImpact'->'affected'->'items') i limit 10) x)
from sms.record r where r.number = :record and (r.data->'cmdbImpact'->'affected'->>'total')::int > 0
