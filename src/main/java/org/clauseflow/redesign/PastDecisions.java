package org.clauseflow.redesign;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What was decided, from the engine's history. Read by SQL, since the engine's own queries would
 * leave out what the asking person may not see, and a replay over half of the past says nothing.
 */
@Component
class PastDecisions {

  /**
   * @param definition id of the version that decided
   * @param record null where it was decided for none
   */
  record Decision(String id, String definition, String record, Instant at) {}

  private static final String VALUE = "var_type_, long_, double_, text_";

  private final JdbcClient jdbc;

  PastDecisions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The newest first. */
  List<Decision> last(String key, int most) {
    return jdbc.sql(
            """
            select i.id_, i.dec_def_id_, p.business_key_, i.eval_time_
            from act_hi_decinst i
              left join act_hi_procinst p on p.id_ = i.proc_inst_id_
            where i.dec_def_key_ = :key
            order by i.eval_time_ desc, i.id_ desc
            limit :most
            """)
        .param("key", key)
        .param("most", most)
        .query(
            (row, n) ->
                new Decision(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getTimestamp(4).toInstant()))
        .list();
  }

  /** The tables that decided, by the id of the version; without those that were deleted since. */
  Map<String, byte[]> versions(Collection<Decision> decisions) {
    Map<String, byte[]> versions = new HashMap<>();
    jdbc.sql(
            """
            select d.id_, b.bytes_
            from act_re_decision_def d
              join act_ge_bytearray b
                on b.deployment_id_ = d.deployment_id_ and b.name_ = d.resource_name_
            where d.id_ in (:ids)
            """)
        .param("ids", decisions.stream().map(Decision::definition).collect(Collectors.toSet()))
        .query(
            row -> {
              versions.put(row.getString(1), row.getBytes(2));
            });
    return versions;
  }

  /** What was asked, by decision and id of the column. */
  Map<String, Map<String, Object>> inputs(Collection<Decision> decisions) {
    return values(
        "select dec_inst_id_, clause_id_, "
            + VALUE
            + " from act_hi_dec_in where dec_inst_id_ in (:ids)",
        decisions,
        Set.of());
  }

  /** What was answered, by decision and name; the first of several rules comes last. */
  Map<String, Map<String, Object>> outputs(Collection<Decision> decisions) {
    return values(
        "select dec_inst_id_, var_name_, "
            + VALUE
            + " from act_hi_dec_out where dec_inst_id_ in (:ids) order by rule_order_ desc",
        decisions,
        Set.of());
  }

  /** Variables of the cases as they were when it was decided, by decision and name. */
  Map<String, Map<String, Object>> variables(Collection<Decision> decisions, Set<String> names) {
    return values(
        """
        select distinct on (i.id_, d.name_) i.id_, d.name_, %s
        from act_hi_decinst i
          join act_hi_detail d on d.proc_inst_id_ = i.proc_inst_id_
        where i.id_ in (:ids) and d.type_ = 'VariableUpdate' and d.name_ in (:names)
          and d.time_ <= i.eval_time_
        order by i.id_, d.name_, d.time_ desc, d.sequence_counter_ desc
        """
            .formatted(VALUE),
        decisions,
        names);
  }

  private Map<String, Map<String, Object>> values(
      String sql, Collection<Decision> decisions, Set<String> names) {
    Map<String, Map<String, Object>> values = new HashMap<>();
    jdbc.sql(sql)
        .param("ids", decisions.stream().map(Decision::id).toList())
        .param("names", names)
        .query(
            row -> {
              values
                  .computeIfAbsent(row.getString(1), id -> new LinkedHashMap<>())
                  .put(row.getString(2), value(row));
            });
    return values;
  }

  /** As the engine has stored it; what a table cannot read is nothing to it. */
  private static Object value(ResultSet row) throws SQLException {
    return switch (row.getString("var_type_")) {
      case "string" -> row.getString("text_");
      case "boolean" -> row.getLong("long_") == 1;
      case "integer" -> row.getInt("long_");
      case "long", "short" -> row.getLong("long_");
      case "double" -> row.getDouble("double_");
      case "date" -> new Date(row.getLong("long_"));
      default -> null;
    };
  }
}
