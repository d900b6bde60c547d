-- What hinders it
-- Nothing so far.
select 'Refused', :refusal::text where :refusal::text is not null
union all
select 'Sent back', :checkNote::text where :checked::text = 'wrong' and :checkNote::text is not null
union all
select 'Master copy', 'an item of this type in use names the place of its master copy'
where :masterCopyDemand::text = 'yes' and :masterCopyNamed::text = 'no'
