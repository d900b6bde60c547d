-- What is asked for
-- Nothing more than the item itself.
select q.question->>'label', coalesce(
  q.question->'options'->>a.answer,
  case q.question->>'choices' when 'people'   then (select name from sms.person where id = a.answer)
                              when 'services' then (select name from sms.service where id = a.answer) end,
  case a.answer when 'true' then 'yes' when 'false' then 'no' else a.answer end)
from sms.record r
join sms.request_item i on i.id = r.data->>'item'
cross join jsonb_array_elements(i.questions) with ordinality q(question, place)
cross join lateral (select case q.question->>'key' when 'service' then r.service_id else r.data->>(q.question->>'key') end as answer) a
where r.number = :record and a.answer is not null
order by q.place
