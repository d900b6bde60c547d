-- The service targets that run out next, those that have run out among them.
create index target_running on target (due_at) where met_at is null and ended_at is null;
-- the cases that are open
create index record_open on record (process_key, opened_at) where closed_at is null;
