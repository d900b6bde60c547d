-- Release policy
-- There is none.
select what, said from (values (1, 'What counts as an emergency release', :countsAs::text), (2, 'What is tested', :testDepth::text),
  (3, 'The rest is made up for within', :followUpWithin::text)) p(place, what, said)
where said is not null order by place
