-- Figures of the period, and of the one before
-- There were no changes in either period.
select f.topic, f.name, coalesce(trim_scale(f.now)::text, 'none') || ' (' || coalesce(trim_scale(f.before)::text, 'none') || ')'
from sms.change_trend_figure f where f.analysis = :record order by f.place
