-- Licences: rights of use and use
-- No licence is in use.
select name, used || ' used of ' || entitled || ' by ' || kind, case when until is not null then 'until ' || until end from sms.ci_licence order by used > entitled desc, name limit 30
