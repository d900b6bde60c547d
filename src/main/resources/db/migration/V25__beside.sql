-- What stands beside a task: records are found by the words of their titles.

create index record_title on record using gin (to_tsvector('english', title));
