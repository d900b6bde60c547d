package org.clauseflow.cmdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.clauseflow.cmdb.ItemImportReport.Line;
import org.clauseflow.cmdb.ItemImportReport.Result;
import org.clauseflow.cmdb.ItemImportReport.Summary;
import org.clauseflow.record.Refusal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Imports items and relations from elsewhere. What was imported before is found again by its
 * identity there, so that a second import of the same changes nothing. It creates and changes, and
 * ends nothing: what is not seen any more shows as stale.
 *
 * <p>Rows go to the database by the thousand, each batch whole or not at all. A batch that the
 * database refuses is halved until the rows that are wrong stand alone: these are refused with the
 * database's reason, and the rest goes on.
 */
@Service
public class ItemImport {

  private static final int BATCH = 1000;

  private static final String ITEMS =
      """
      with input as materialized (
        select r.*, o.ci_id as known, s.ids as same_serial, s.taken,
               first_value(r.id) over (partition by r.type, coalesce(r.attributes->>'serial', r.id) order by r.n) as first
        from jsonb_to_recordset(:rows::jsonb) r (n int, id text, type text, name text, description text, status text,
               version text, location text, owner text, "masterCopy" text, attributes jsonb)
        left join sms.ci_origin o on o.source = :source and o.external_id = r.id
        left join lateral (
          select array_agg(c.id order by c.id) as ids,
                 bool_or(exists (select from sms.ci_origin x where x.ci_id = c.id and x.source = :source)) as taken
          from sms.ci c
          where c.attributes->>'serial' = r.attributes->>'serial' and c.type_id = r.type and c.status <> 'retired'
            and o.ci_id is null) s on true
      ), decided as materialized (
        select i.*, case
            when known is null and type is null then 'type is missing'
            when known is null and coalesce(name, '') = '' then 'name is missing'
            when cardinality(same_serial) > 1 then 'duplicate: serial is that of ' || array_to_string(same_serial, ', ')
            when known is null and first <> id then 'duplicate: serial is that of ' || first
            when taken then 'duplicate: serial is that of ' || same_serial[1] end as fault,
          coalesce(known, case when cardinality(same_serial) = 1 and not taken then same_serial[1] end) as there
        from input i
      ), new as materialized (
        select *, sms.next_ci_number() as ci from decided where fault is null and there is null
      ), created as (
        insert into sms.ci (id, type_id, name, description, status, version, location, owner_id, master_copy, attributes)
        select ci, type, name, coalesce(description, ''), coalesce(status, 'in use'), version, location, owner, "masterCopy",
               coalesce(attributes, '{}')
        from new order by n
      ), old as materialized (
        select d.n, d.id, d.there, sms.ci_fields(c) as before, sms.ci_fields(c) || jsonb_strip_nulls(jsonb_build_object(
                 'type', d.type, 'name', d.name, 'description', d.description, 'status', d.status, 'version', d.version,
                 'location', d.location, 'owner', d.owner, 'masterCopy', d."masterCopy"))
                 || coalesce(d.attributes, '{}') as after
        from decided d join sms.ci c on c.id = d.there where d.fault is null
      ), changed as (
        update sms.ci c set type_id = coalesce(d.type, c.type_id), name = coalesce(d.name, c.name),
          description = coalesce(d.description, c.description), status = coalesce(d.status, c.status),
          version = coalesce(d.version, c.version), location = coalesce(d.location, c.location),
          owner_id = coalesce(d.owner, c.owner_id), master_copy = coalesce(d."masterCopy", c.master_copy),
          attributes = c.attributes || coalesce(d.attributes, '{}')
        from decided d join old on old.n = d.n where c.id = d.there and old.before <> old.after
      ), origin as (
        insert into sms.ci_origin (source, external_id, ci_id, seen_at)
        select :source, id, ci, :at::timestamptz from new
        union all select :source, id, there, :at::timestamptz from old
        on conflict (source, external_id) do update set seen_at = excluded.seen_at
      )
      select n, ci, 'CREATED' as result, null as detail from new
      union all
      select n, there, case when before = after then 'UNCHANGED' else 'CHANGED' end,
             (select string_agg(f.key || ': ' || coalesce(before->>f.key, '–') || ' → ' || coalesce(f.value #>> '{}', '–'), '; '
                     order by f.key) from jsonb_each(after) f where before->f.key is distinct from f.value)
      from old
      union all
      select n, null, 'REFUSED', fault from decided where fault is not null
      order by n
      """;

  private static final String LINKS =
      """
      with input as materialized (
        select r.*, coalesce(fo.ci_id, fc.id, sms.ci_named(r.source_from)) as from_ci, k.id as known_kind,
               case when r.kind = 'makes up' then p.id else coalesce(t.ci_id, tc.id, sms.ci_named(r.source_to)) end as to_id
        from jsonb_to_recordset(:rows::jsonb) r (n int, source_from text, kind text, source_to text, redundancy text, needed int)
        left join (select id from sms.ci_relation_kind union all select 'makes up') k on k.id = r.kind
        left join sms.ci_origin fo on fo.source = :source and fo.external_id = r.source_from
        left join sms.ci_origin t on t.source = :source and t.external_id = r.source_to
        left join sms.ci fc on fc.id = r.source_from
        left join sms.ci tc on tc.id = r.source_to
        left join sms.service_component p on p.id = r.source_to and r.kind = 'makes up'
      ), decided as materialized (
        select i.*, case
            when i.known_kind is null then coalesce(i.kind, 'nothing') || ' is no kind of relation'
            when i.from_ci is null then 'dangling: ' || i.source_from || ' is no item that is known'
            when i.to_id is null then 'dangling: ' || i.source_to || case when i.kind = 'makes up'
              then ' is no component of a service' else ' is no item that is known' end
            when i.from_ci = i.to_id then 'it relates an item to itself' end as fault,
          coalesce(r.from_ci, m.ci_id) is not null as there,
          coalesce(r.redundancy, m.redundancy) is not distinct from i.redundancy
            and coalesce(r.needed, m.needed) is not distinct from i.needed as same
        from input i
        left join sms.ci_relation r on r.from_ci = i.from_ci and r.to_ci = i.to_id and r.kind = i.kind
        left join sms.ci_component m on m.ci_id = i.from_ci and m.component_id = i.to_id and i.kind = 'makes up'
      ), related as (
        insert into sms.ci_relation (from_ci, kind, to_ci, redundancy, needed)
        select from_ci, kind, to_id, redundancy, needed from decided
        where fault is null and kind <> 'makes up' and not there order by n
        on conflict do nothing
      ), changed as (
        update sms.ci_relation r set redundancy = d.redundancy, needed = d.needed from decided d
        where d.fault is null and d.there and not d.same and (r.from_ci, r.to_ci, r.kind) = (d.from_ci, d.to_id, d.kind)
      ), made as (
        insert into sms.ci_component (ci_id, component_id, redundancy, needed)
        select from_ci, to_id, redundancy, needed from decided
        where fault is null and kind = 'makes up' and not (there and same) order by n
        on conflict (ci_id, component_id) do update set redundancy = excluded.redundancy, needed = excluded.needed
      )
      select n, from_ci as ci, case when fault is not null then 'REFUSED' when not there then 'CREATED'
               when same then 'UNCHANGED' else 'CHANGED' end as result, fault as detail
      from decided order by n
      """;

  private record Outcome(int n, String ci, Result result, String detail) {}

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;
  private final CmdbWriter writer;
  private final CiTypes types;
  private final TransactionTemplate transaction;

  ItemImport(
      JdbcClient jdbc,
      ObjectMapper json,
      Clock clock,
      CmdbWriter writer,
      CiTypes types,
      PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
    this.writer = writer;
    this.types = types;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Imports all of a source.
   *
   * @param preview do all of it, report it, and then take it back
   */
  public Summary run(ItemSource source, Mandate mandate, boolean preview, ItemImportReport report)
      throws IOException {
    writer.check(mandate);
    try {
      return preview
          ? transaction.execute(
              status -> {
                status.setRollbackOnly();
                return new Run(source, mandate, true, report).all();
              })
          : new Run(source, mandate, false, report).all();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** One import, with what it has counted and what waits for the next batch. */
  private final class Run {

    private final ItemSource source;
    private final Mandate mandate;
    private final boolean preview;
    private final ItemImportReport report;
    private final Map<String, CiType> known =
        types.all().stream().collect(Collectors.toMap(CiType::id, Function.identity()));
    private final Map<Result, Long> counts = new HashMap<>();
    private final Map<String, Long> refusals = new TreeMap<>();

    Run(ItemSource source, Mandate mandate, boolean preview, ItemImportReport report) {
      this.source = source;
      this.mandate = mandate;
      this.preview = preview;
      this.report = report;
    }

    Summary all() {
      try {
        Batch<ItemSource.Item> items =
            new Batch<>(
                ITEMS,
                ItemSource.Item::line,
                item -> "item",
                ItemSource.Item::id,
                ItemSource.Item::id,
                this::values);
        source.items(items);
        items.send();
        Batch<ItemSource.Link> links =
            new Batch<>(
                LINKS,
                ItemSource.Link::line,
                ItemSource.Link::kind,
                link -> link.from() + " → " + link.to(),
                link -> link.from() == null || link.to() == null ? null : link.key(),
                Run::values);
        source.relations(links);
        links.send();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Summary(
          preview,
          counts.values().stream().mapToLong(Long::longValue).sum(),
          counts.getOrDefault(Result.CREATED, 0L),
          counts.getOrDefault(Result.CHANGED, 0L),
          counts.getOrDefault(Result.UNCHANGED, 0L),
          counts.getOrDefault(Result.REFUSED, 0L),
          refusals);
    }

    private void report(Line line) {
      counts.merge(line.result(), 1L, Long::sum);
      if (line.result() == Result.REFUSED) {
        // what follows the colon is of this row alone
        refusals.merge(line.detail().split(": ", 2)[0], 1L, Long::sum);
      }
      report.add(line);
    }

    private Map<String, Object> values(ItemSource.Item item) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("id", item.id());
      values.put("type", item.type());
      values.put("name", item.name());
      values.put("description", item.description());
      values.put("status", item.status());
      values.put("version", item.version());
      values.put("location", item.location());
      values.put("owner", item.owner());
      values.put("masterCopy", item.masterCopy());
      values.put("attributes", attributes(item));
      return values;
    }

    /** Without what is not said, and with numbers where the type has numbers. */
    private Map<String, Object> attributes(ItemSource.Item item) {
      Map<String, Object> attributes = new LinkedHashMap<>(item.attributes());
      attributes.values().removeIf(value -> value == null || value.equals(""));
      CiType type = item.type() == null ? null : known.get(item.type());
      if (type != null) {
        for (CiType.Attribute attribute : type.attributes()) {
          if (attribute.kind().equals("number")
              && attributes.get(attribute.name()) instanceof String text) {
            try {
              attributes.put(attribute.name(), new BigDecimal(text.strip()));
            } catch (NumberFormatException e) {
              // stays a text, which the database refuses by name
              attributes.put(attribute.name(), text);
            }
          }
        }
      }
      return attributes;
    }

    private static Map<String, Object> values(ItemSource.Link link) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("source_from", link.from());
      values.put("kind", link.kind());
      values.put("source_to", link.to());
      values.put("redundancy", link.redundancy());
      values.put("needed", link.needed());
      return values;
    }

    /** Rows that wait until there are enough of them. */
    private final class Batch<R> implements ItemSource.Sink<R> {

      private final String sql;
      private final Function<R, Long> line;
      private final Function<R, String> what;
      private final Function<R, String> id;
      private final Function<R, Object> key;
      private final Function<R, Map<String, Object>> values;
      private final Map<Object, Long> seen = new HashMap<>();
      private final List<R> rows = new ArrayList<>();

      Batch(
          String sql,
          Function<R, Long> line,
          Function<R, String> what,
          Function<R, String> id,
          Function<R, Object> key,
          Function<R, Map<String, Object>> values) {
        this.sql = sql;
        this.line = line;
        this.what = what;
        this.id = id;
        this.key = key;
        this.values = values;
      }

      @Override
      public void take(R row) {
        Object identity = key.apply(row);
        if (identity == null || identity.equals("")) {
          refuse(row, "it has no identity");
          return;
        }
        Long before = seen.putIfAbsent(identity, line.apply(row));
        if (before != null) {
          refuse(row, "duplicate: it stands in the source before");
          return;
        }
        rows.add(row);
        if (rows.size() == BATCH) {
          send();
        }
      }

      @Override
      public void broken(long at, String which, String reason) {
        report(new Line(at, "row", which, null, Result.REFUSED, reason));
      }

      void send() {
        send(rows);
        rows.clear();
      }

      private void send(List<R> part) {
        if (part.isEmpty()) {
          return;
        }
        try {
          for (Outcome outcome : writer.write(mandate, () -> outcomes(part))) {
            R row = part.get(outcome.n());
            report(
                new Line(
                    line.apply(row),
                    what.apply(row),
                    id.apply(row),
                    outcome.ci(),
                    outcome.result(),
                    outcome.detail()));
          }
        } catch (Refusal refusal) {
          if (part.size() == 1) {
            refuse(part.get(0), reason(refusal));
          } else {
            send(part.subList(0, part.size() / 2));
            send(part.subList(part.size() / 2, part.size()));
          }
        }
      }

      private void refuse(R row, String reason) {
        report(
            new Line(
                line.apply(row), what.apply(row), id.apply(row), null, Result.REFUSED, reason));
      }

      private List<Outcome> outcomes(List<R> part) {
        List<Map<String, Object>> content = new ArrayList<>(part.size());
        for (R row : part) {
          Map<String, Object> map = values.apply(row);
          map.put("n", content.size());
          content.add(map);
        }
        JdbcClient.StatementSpec statement =
            jdbc.sql(sql).param("source", source.name()).param("rows", text(content));
        if (sql.contains(":at")) {
          statement = statement.param("at", Timestamp.from(clock.instant()));
        }
        return statement
            .query(
                (rs, row) ->
                    new Outcome(
                        rs.getInt("n"),
                        rs.getString("ci"),
                        Result.valueOf(rs.getString("result")),
                        rs.getString("detail")))
            .list();
      }
    }
  }

  private static String reason(Refusal refusal) {
    return refusal.field() == null || refusal.getMessage().contains(": ")
        ? refusal.getMessage()
        : switch (refusal.field()) {
          case "attributes", "to" -> refusal.getMessage();
          default -> refusal.field() + " " + refusal.getMessage();
        };
  }

  private String text(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
