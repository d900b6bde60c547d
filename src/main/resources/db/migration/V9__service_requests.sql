-- The catalogue of requests. An item is a process that an owner deploys; this table follows the latest version of each
-- (RequestItems in the engine). What was taken away stays as retired, so that old requests can be read.

create table request_item (
  -- id of the process that fulfils it
  id          text primary key,
  name        text not null,
  description text not null,
  -- form that asks for the details
  form        text not null,
  -- service that it belongs to where the form asks for none; one that is not in the catalogue counts as none
  service_id  text,
  -- what those who fulfil it must know
  procedure   text,
  -- what the form asks, in its order: [{key, label, choices: source, options: {value: label}}]
  questions   jsonb not null default '[]',
  retired     boolean not null
);
