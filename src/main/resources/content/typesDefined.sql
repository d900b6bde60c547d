-- Types that are defined
-- None.
select id, name, definition || ' (' || degree_of_control || ' control)' from sms.ci_type order by name, id
