package org.clauseflow.performance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clauseflow.conformity.ModelsInForce.InForce;
import org.clauseflow.record.Refusal;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Which cases somebody asks for, of those that they may see: of the processes that they answer for,
 * and confidential ones only if they are for them.
 */
@Component
class CaseSelection {

  /**
   * A condition on sms.case_figure, called f, and its parameters.
   *
   * @param processes that it leaves
   */
  record Condition(String sql, Map<String, Object> params, Map<String, InForce> processes) {}

  /**
   * What somebody may see.
   *
   * @param confidential whether confidential records are for them
   */
  record Scope(Map<String, InForce> processes, boolean confidential) {

    String[] keys() {
      return processes.keySet().toArray(String[]::new);
    }
  }

  private final JdbcClient jdbc;
  private final VisibleProcesses visible;
  private final RecordAccess access;

  CaseSelection(JdbcClient jdbc, VisibleProcesses visible, RecordAccess access) {
    this.jdbc = jdbc;
    this.visible = visible;
    this.access = access;
  }

  Condition of(CaseFilter filter, Authentication person) {
    Scope scope = scope(filter.process(), person);
    if (!filter.isEmpty()) {
      refuseUnknown(filter);
    }
    StringBuilder sql = new StringBuilder("f.process_key = any(:processes)");
    Map<String, Object> params = new HashMap<>();
    params.put("processes", scope.keys());
    if (!scope.confidential()) {
      sql.append(" and not f.confidential");
    }
    equal(sql, params, "process_version", filter.version());
    equal(sql, params, "service_id", filter.service());
    equal(sql, params, "customer_id", filter.customer());
    equal(sql, params, "team", filter.team());
    equal(sql, params, "priority", filter.priority());
    return new Condition(sql.toString(), params, scope.processes());
  }

  /**
   * @param process null for all
   */
  Scope scope(String process, Authentication person) {
    return new Scope(
        process == null ? visible.of(person) : Map.of(process, visible.of(person, process)),
        access.seesConfidential(person));
  }

  private static void equal(
      StringBuilder sql, Map<String, Object> params, String column, Object value) {
    if (value != null) {
      sql.append(" and f.%1$s = :%1$s".formatted(column));
      params.put(column, value);
    }
  }

  private void refuseUnknown(CaseFilter filter) {
    if (filter.version() != null && filter.process() == null) {
      throw new Refusal(
          Refusal.Reason.INVALID, "A version is one of a process: choose the process, too");
    }
    List<String> unknown =
        jdbc.sql(
                """
                select 'service ' || :service::text where :service::text is not null
                  and not exists (select from sms.service where id = :service)
                union all
                select 'customer ' || :customer::text where :customer::text is not null
                  and not exists (select from sms.party where id = :customer)
                union all
                select 'team ' || :team::text where :team::text is not null
                  and not exists (select from sms.role where id = :team)
                union all
                select 'priority ' || :priority::text where :priority::text is not null
                  and not exists (select from sms.case_figure where priority = :priority)
                union all
                select 'version ' || :version::int where :version::int is not null
                  and not exists (select from act_re_procdef where key_ = :process::text and version_ = :version::int)
                """)
            .param("service", filter.service())
            .param("customer", filter.customer())
            .param("team", filter.team())
            .param("priority", filter.priority())
            .param("process", filter.process())
            .param("version", filter.version())
            .query(String.class)
            .list();
    if (!unknown.isEmpty()) {
      throw new Refusal(
          Refusal.Reason.INVALID,
          "There is no %s: choose one of the list".formatted(String.join(" and no ", unknown)));
    }
  }
}
