-- Assets
-- There are none, and no list of the asset ledger.
select 'CMDB', count(*) || ' items that were bought', coalesce(sum(cost), 0) || ' EUR' from sms.ci_asset having count(*) > 0
union all
select 'Asset ledger', count(*) || ' assets, handed over ' || to_char(max(imported_at) at time zone 'UTC', 'YYYY-MM-DD'), coalesce(sum(cost), 0) || ' EUR'
from sms.asset_ledger having count(*) > 0
