-- Its relations
-- None.
select r.kind, r.other || coalesce(' (' || r.name || ')', ''), r.redundancy from (
  select r.kind, r.to_ci as other, c.name, r.redundancy || ', ' || r.needed || ' needed' as redundancy
  from sms.ci_relation r join sms.ci c on c.id = r.to_ci where r.from_ci = :ci
  union all
  select k.inverse, r.from_ci, c.name, r.redundancy || ', ' || r.needed || ' needed'
  from sms.ci_relation r join sms.ci_relation_kind k on k.id = r.kind join sms.ci c on c.id = r.from_ci where r.to_ci = :ci
  union all
  select 'makes up', m.component_id, p.name, m.redundancy || ', ' || m.needed || ' needed'
  from sms.ci_component m join sms.service_component p on p.id = m.component_id where m.ci_id = :ci) r
order by r.kind, r.other limit 60
