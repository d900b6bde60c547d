-- What became of the cases that ran
-- None was moved yet.
select what, said from sms.redesign r, lateral (values
  (1, 'On the new version', r.moved->>'movable'), (2, 'Not moved', ((r.moved->>'running')::int - (r.moved->>'movable')::int)::text)) f(place, what, said)
where r.number = :record and r.moved is not null order by place
