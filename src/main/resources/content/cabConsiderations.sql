-- What the decision considers
-- Nothing is known.
select x.what, null, d.data->>x.name
from sms.record d cross join (values
  (1, 'Risks', 'considerRisks'), (2, 'Impact on services and customers', 'considerImpact'),
  (3, 'Service requirements', 'considerRequirements'), (4, 'Business benefits', 'considerBenefit'),
  (5, 'Technical feasibility', 'considerFeasibility'), (6, 'Financial impact', 'considerFinance')) x (place, what, name)
where d.number = :record and d.data->>x.name is not null order by x.place
