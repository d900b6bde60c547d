-- The known error base: what is known of causes and workarounds, and what of it helps with an incident.

-- The same for what says the same of symptom and cause, whatever the case and the spaces.
create function known_error_same(symptom text, cause text) returns text
language sql immutable as $$
  select md5(lower(regexp_replace(btrim(symptom) || ' / ' || btrim(coalesce(cause, '')), '\s+', ' ', 'g')))
$$;

-- A known error is a record of the register, with its journal; here is what it is found by.
create table known_error (
  number       text primary key references record deferrable initially deferred,
  service_id   text not null references service,
  category     text not null,
  title        text not null,
  symptom      text not null,
  -- null: a way around it is known, its cause is not yet
  cause        text,
  workaround   text not null,
  -- how its cause was removed, where it stays known so that it can be removed again
  resolution   text,
  confidential boolean not null,
  state        text not null default 'current' check (state in ('current', 'retired')),
  -- incidents that were solved by it
  helped       int not null default 0,
  published_at timestamptz not null,
  retired_at   timestamptz,
  search       tsvector not null generated always as (
    setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', symptom), 'B') ||
    setweight(to_tsvector('english', coalesce(cause, '')), 'C') || setweight(to_tsvector('english', workaround), 'D')) stored,
  same         text not null generated always as (known_error_same(symptom, cause)) stored
);
create index known_error_search on known_error using gin (search) where state = 'current';
create index known_error_service on known_error (service_id, category) where state = 'current';
create unique index known_error_once on known_error (service_id, same) where state = 'current';

create table known_error_ci (
  known_error text not null references known_error,
  ci_id       text not null references ci,
  primary key (known_error, ci_id)
);
create index known_error_ci_ci on known_error_ci (ci_id);

-- Any of the words: what people report seldom has all words of what is known. Of many words those that say most, which
-- are those that the fewest known errors have, as the planner's statistics know: the rarest three, and up to twelve as
-- long as no more than half of the known errors have one of them. Without statistics, the first twelve.
create function telling_words(said text) returns tsquery
language plpgsql stable as $$
begin
  return (
    with common as (
      select e.word, e.frequency
      from pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) as e(word, frequency)
      where s.schemaname = 'sms' and s.tablename = 'known_error' and s.attname = 'search' and e.word is not null
    ), telling as (
      select lexeme, row_number() over rarest as place, sum(coalesce(frequency, 0)) over rarest as found_in
      from unnest(to_tsvector('english', said)) left join common on word = lexeme
      window rarest as (order by coalesce(frequency, 0), positions[1] rows unbounded preceding)
    )
    select string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''', ' | ')::tsquery
    from telling where place <= 3 or place <= 12 and found_in <= 0.5);
end $$;

-- Current known errors that may help, the best first: of the same service or the same configuration item, and like it in
-- words, item or category. The words count up to 1, next to those of the one that fits best; the item counts half of
-- that, the category a fifth, and that it has helped before up to a tenth. What is confidential helps only those who
-- work on it.
create function suggested_known_errors(
  for_service text, for_category text, for_ci text, said text, most int)
returns table (number text, title text, workaround text, helped int)
language plpgsql stable as $$
declare
  words tsquery := sms.telling_words(said);
begin
  return query
    with touched as materialized (
      select c.known_error from sms.known_error_ci c where c.ci_id = for_ci
    ), near as (
      select k.*, t.known_error is not null as same_ci
      from sms.known_error k left join touched t on t.known_error = k.number
      where k.service_id = for_service and k.state = 'current'
        and (k.search @@ words or k.category = for_category or t.known_error is not null)
      union all
      select k.*, true
      from touched t join sms.known_error k on k.number = t.known_error
      where k.service_id is distinct from for_service and k.state = 'current'
    ), likened as materialized (
      select n.number, n.helped, n.published_at, coalesce(ts_rank(n.search, words, 1), 0) as likeness, n.same_ci,
             n.category is not distinct from for_category as same_category
      from near n where not n.confidential
    ), best as (
      select l.number, l.published_at,
             coalesce(l.likeness / nullif(max(l.likeness) over (), 0), 0)
             + case when l.same_ci then 0.5::real else 0 end + case when l.same_category then 0.2::real else 0 end
             + 0.1::real * l.helped / (l.helped + 3) as points
      from likened l
      order by points desc, l.published_at desc, l.number
      limit most
    )
    select k.number, k.title, k.workaround, k.helped
    from best b join sms.known_error k on k.number = b.number
    order by b.points desc, b.published_at desc, b.number;
end $$;
