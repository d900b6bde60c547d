-- What is to be found out
-- Nothing was said.
select :investigationTask::text where :investigationTask::text is not null
