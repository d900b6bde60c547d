package org.clauseflow.redesign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The cases of a process that have ended, as the engine's history tells them. All cases are read at
 * once, however many there are: the history has no question that would answer it, so its tables are
 * read.
 */
@Component
class ClosedCases {

  /**
   * @param record number of the record, the id of the process where it keeps none
   * @param activities in the order in which they began
   * @param updates in the order in which they happened
   */
  record Case(String instance, String record, List<Activity> activities, List<Update> updates) {}

  /**
   * A passage through an element.
   *
   * @param parent the one that it is part of, the process itself at the top
   * @param moment order of what happened, across activities and updates
   * @param end null if it did not lead on
   * @param decision id of the definition that it evaluated, null for none
   */
  record Activity(
      String id,
      String parent,
      String element,
      String definition,
      long moment,
      Instant start,
      Instant end,
      String decision) {}

  /**
   * A variable takes a value.
   *
   * @param scope the activity in which it is seen, the process itself at the top
   */
  record Update(String name, String scope, Object value, long moment) {}

  private static final int CANCELLED = 2;

  /** 1970 as UUIDs count it, in steps of 100 nanoseconds from the beginning of their calendar. */
  private static final long UUID_ZERO = 0x01B21DD213814000L;

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  ClosedCases(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  private record Closed(String instance, String record) {}

  private record Of<T>(String instance, T what) {}

  /** The last ones first. */
  List<Case> last(String key, int most) {
    List<Closed> closed =
        jdbc.sql(
                """
                select proc_inst_id_, coalesce(business_key_, proc_inst_id_) as record from act_hi_procinst
                where proc_def_key_ = :key and end_time_ is not null order by end_time_ desc, proc_inst_id_ limit :most
                """)
            .param("key", key)
            .param("most", most)
            .query((row, n) -> new Closed(row.getString(1), row.getString(2)))
            .list();
    String[] instances = closed.stream().map(Closed::instance).toArray(String[]::new);
    Map<String, List<Activity>> activities = activities(instances);
    Map<String, List<Update>> updates = updates(instances);
    return closed.stream()
        .map(
            one ->
                new Case(
                    one.instance(),
                    one.record(),
                    activities.getOrDefault(one.instance(), List.of()),
                    updates.getOrDefault(one.instance(), List.of())))
        .toList();
  }

  private Map<String, List<Activity>> activities(String[] instances) {
    return byInstance(
        jdbc.sql(
                """
                select a.proc_inst_id_, a.id_, a.parent_act_inst_id_, a.act_id_, a.proc_def_id_, a.start_time_, a.end_time_,
                  a.act_inst_state_, d.dec_def_id_
                from act_hi_actinst a
                left join act_hi_decinst d on d.act_inst_id_ = a.id_ and d.root_dec_inst_id_ is null
                  and d.proc_inst_id_ = a.proc_inst_id_
                where a.proc_inst_id_ = any (:instances)
                """)
            .param("instances", instances)
            .query(
                (row, n) ->
                    new Of<>(
                        row.getString("proc_inst_id_"),
                        new Activity(
                            row.getString("id_"),
                            row.getString("parent_act_inst_id_"),
                            row.getString("act_id_"),
                            row.getString("proc_def_id_"),
                            moment(row.getString("id_"), row.getTimestamp("start_time_")),
                            row.getTimestamp("start_time_").toInstant(),
                            row.getInt("act_inst_state_") == CANCELLED
                                ? null
                                : instant(row.getTimestamp("end_time_")),
                            row.getString("dec_def_id_"))))
            .list(),
        (a, b) -> Long.compare(a.moment(), b.moment()));
  }

  private Map<String, List<Update>> updates(String[] instances) {
    return byInstance(
        jdbc.sql(
                """
                select d.proc_inst_id_, d.id_, d.name_, d.var_type_, d.time_, d.text_, d.long_, d.double_, b.bytes_,
                  v.act_inst_id_ as scope
                from act_hi_detail d
                join act_hi_varinst v on v.id_ = d.var_inst_id_
                left join act_ge_bytearray b on b.id_ = d.bytearray_id_
                where d.proc_inst_id_ = any (:instances) and d.type_ = 'VariableUpdate' and d.task_id_ is null
                """)
            .param("instances", instances)
            .query(
                (row, n) ->
                    new Of<>(
                        row.getString("proc_inst_id_"),
                        new Update(
                            row.getString("name_"),
                            row.getString("scope"),
                            value(row),
                            moment(row.getString("id_"), row.getTimestamp("time_")))))
            .list(),
        (a, b) -> Long.compare(a.moment(), b.moment()));
  }

  private static <T> Map<String, List<T>> byInstance(List<Of<T>> all, Comparator<T> order) {
    return all.stream()
        .collect(
            Collectors.groupingBy(
                Of::instance,
                LinkedHashMap::new,
                Collectors.collectingAndThen(
                    Collectors.toList(),
                    these -> these.stream().map(Of::what).sorted(order).toList())));
  }

  private static Instant instant(Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }

  /**
   * When something happened. The history's own times are the same for all that one transaction
   * does; the engine's ids are UUIDs of version 1, which count on even then.
   */
  private static long moment(String id, Timestamp time) {
    String last = id.substring(id.lastIndexOf(':') + 1);
    if (last.length() == 36) {
      UUID uuid = UUID.fromString(last);
      if (uuid.version() == 1) {
        return uuid.timestamp();
      }
    }
    return UUID_ZERO + time.getTime() * 10_000;
  }

  private Object value(ResultSet row) throws SQLException {
    // a variable that is taken away becomes one without a value
    Long number = row.getObject("long_", Long.class);
    return switch (row.getString("var_type_")) {
      case "string" -> row.getString("text_");
      case "boolean" -> number == null ? null : number != 0;
      case "short", "integer", "long" -> number;
      case "double" -> row.getObject("double_", Double.class);
      case "date" -> number == null ? null : new Date(number);
      case "null" -> null;
      default -> structure(row.getBytes("bytes_"));
    };
  }

  /** What is neither text nor number is kept as JSON; conditions only ask whether it is empty. */
  private Object structure(byte[] content) {
    if (content == null) {
      return null;
    }
    try {
      return json.readValue(content, Object.class);
    } catch (JsonProcessingException e) {
      return content;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
