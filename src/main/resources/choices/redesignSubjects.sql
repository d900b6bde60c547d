select key_ as value, name_ || ' (process)' as label from (
  select distinct on (key_) key_, name_ from act_re_procdef order by key_, version_ desc) p
union all
select key_, name_ || ' (table)' from (
  select distinct on (key_) key_, name_ from act_re_decision_def order by key_, version_ desc) d
order by label, value
