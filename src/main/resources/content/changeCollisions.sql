-- Collisions in the schedule of change
-- Nothing collides with the planned time.
select case c.severity when 'blocks' then 'Blocks' when 'decide' then 'To be decided' else 'To be known' end,
       concat_ws(' ', c.other, c.what),
       concat_ws('. ', sms.period_text(c.period),
         case when c.other is not null then concat_ws(', ', c.other_title, o.state, 'implemented by ' || p.name) end,
         'Accepted by ' || coalesce(a.name, c.accepted_by) || ' ' || to_char(c.accepted_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI')
           || ': ' || c.accepted_why)
from sms.change_collision_told c
left join sms.scheduled_change o on o.change = c.other
left join sms.person p on p.id = o.implementer
left join sms.person a on a.id = c.accepted_by
where c.change in (:record::text, :partOf::text) and c.gone_at is null
order by c.accepted_at is not null, array_position(array['blocks', 'decide', 'note'], c.severity), lower(c.period), c.other, c.kind
limit 30
