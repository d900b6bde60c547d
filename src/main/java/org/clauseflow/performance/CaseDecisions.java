package org.clauseflow.performance;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.clauseflow.conformity.DecisionTable;
import org.clauseflow.conformity.Model;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What tables decided for a case, with the rules that fired, as the engine's history keeps it. */
@Component
class CaseDecisions {

  /** What a table was asked, or answered. */
  public record Value(String name, Object value) {}

  /**
   * A rule that fired, in words: each test and each answer with the name of its column.
   *
   * @param number of the row in its table, from 1
   * @param annotation why the rule is there, empty if nobody says it
   */
  public record Rule(int number, List<String> inputs, List<String> outputs, String annotation) {}

  /**
   * @param decision id of the table
   * @param version null where the table was deleted since
   * @param element of the process that asked it
   * @param rules empty where the table that fired them was deleted since
   */
  public record Decision(
      Instant at,
      String decision,
      String name,
      Integer version,
      String process,
      String element,
      List<Value> inputs,
      List<Value> outputs,
      List<Rule> rules) {}

  private record Made(
      String id,
      String definition,
      Instant at,
      String decision,
      String name,
      Integer version,
      String process,
      String element) {}

  /** The rules that fired in their order, and what they answered. */
  private record Answered(Map<String, Boolean> rules, List<Value> values) {

    private Answered() {
      this(new LinkedHashMap<>(), new ArrayList<>());
    }
  }

  private static final String MADE =
      """
      act_hi_decinst i join act_hi_procinst p on p.id_ = i.proc_inst_id_
      where p.business_key_ = :number and p.root_proc_inst_id_ = (
        select o.root_proc_inst_id_ from sms.record r join act_hi_procinst o on o.id_ = r.process_instance_id
        where r.number = :number)
      """;

  private final JdbcClient jdbc;

  CaseDecisions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** In the order in which they were made. */
  List<Decision> of(String number) {
    List<Made> made =
        jdbc.sql(
                """
                select i.id_ as id, i.dec_def_id_ as definition, i.eval_time_ at time zone 'UTC' as at,
                       i.dec_def_key_ as decision, coalesce(i.dec_def_name_, i.dec_def_key_) as name,
                       (select version_ from act_re_decision_def d where d.id_ = i.dec_def_id_) as version,
                       i.proc_def_key_ as process, i.act_id_ as element
                from %s order by i.eval_time_, i.id_
                """
                    .formatted(MADE))
            .param("number", number)
            .query(Made.class)
            .list();
    Map<String, List<Value>> asked = asked(number);
    Map<String, Answered> answered = answered(number);
    Map<String, DecisionTable> tables = tables(made);
    return made.stream()
        .map(
            one -> {
              Answered answer = answered.getOrDefault(one.id(), new Answered());
              return new Decision(
                  one.at(),
                  one.decision(),
                  one.name(),
                  one.version(),
                  one.process(),
                  one.element(),
                  asked.getOrDefault(one.id(), List.of()),
                  answer.values(),
                  rules(tables.get(one.definition()), answer.rules().keySet()));
            })
        .toList();
  }

  private Map<String, List<Value>> asked(String number) {
    Map<String, List<Value>> asked = new HashMap<>();
    jdbc.sql(
            """
            select v.dec_inst_id_, coalesce(v.clause_name_, v.clause_id_), v.var_type_, v.long_, v.double_, v.text_
            from act_hi_dec_in v where v.dec_inst_id_ in (select i.id_ from %s) order by v.id_
            """
                .formatted(MADE))
        .param("number", number)
        .query(
            row -> {
              asked
                  .computeIfAbsent(row.getString(1), id -> new ArrayList<>())
                  .add(new Value(row.getString(2), value(row)));
            });
    return asked;
  }

  private Map<String, Answered> answered(String number) {
    Map<String, Answered> answered = new HashMap<>();
    jdbc.sql(
            """
            select v.dec_inst_id_, v.var_name_, v.var_type_, v.long_, v.double_, v.text_, v.rule_id_
            from act_hi_dec_out v where v.dec_inst_id_ in (select i.id_ from %s) order by v.rule_order_, v.id_
            """
                .formatted(MADE))
        .param("number", number)
        .query(
            row -> {
              Answered answer = answered.computeIfAbsent(row.getString(1), id -> new Answered());
              answer.values().add(new Value(row.getString(2), value(row)));
              answer.rules().put(row.getString("rule_id_"), true);
            });
    return answered;
  }

  /** By the id of the version; without those that decide without a table, or were deleted. */
  private Map<String, DecisionTable> tables(List<Made> made) {
    Map<String, DecisionTable> tables = new HashMap<>();
    jdbc.sql(
            """
            select d.id_, b.bytes_ from act_re_decision_def d
            join act_ge_bytearray b on b.deployment_id_ = d.deployment_id_ and b.name_ = d.resource_name_
            where d.id_ = any (:definitions)
            """)
        .param("definitions", made.stream().map(Made::definition).distinct().toArray(String[]::new))
        .query(
            row -> {
              String definition = row.getString(1);
              table(row.getBytes(2)).ifPresent(table -> tables.put(definition, table));
            });
    return tables;
  }

  private static Optional<DecisionTable> table(byte[] content) {
    try {
      return DecisionTable.of(Model.read(content));
    } catch (Model.Unreadable e) {
      throw new IllegalStateException("A deployed table cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<Rule> rules(DecisionTable table, Collection<String> fired) {
    if (table == null) {
      return List.of();
    }
    List<String> inputs = table.inputs().stream().map(DecisionTable.Input::label).toList();
    return IntStream.range(0, table.rules().size())
        .filter(row -> fired.contains(table.rules().get(row).id()))
        .mapToObj(
            row -> {
              DecisionTable.Rule rule = table.rules().get(row);
              return new Rule(
                  row + 1,
                  words(inputs, rule.cells(), "anything"),
                  words(table.outputs(), rule.answers(), "nothing"),
                  rule.annotation());
            })
        .toList();
  }

  private static List<String> words(List<String> columns, List<String> cells, String empty) {
    return IntStream.range(0, Math.min(columns.size(), cells.size()))
        .mapToObj(
            column -> {
              String cell = cells.get(column);
              return columns.get(column) + ": " + (cell.isEmpty() ? empty : cell);
            })
        .collect(Collectors.toList());
  }

  /** What is neither text, number, truth nor time is not told. */
  private static Object value(ResultSet row) throws SQLException {
    Long number = row.getObject("long_", Long.class);
    return switch (row.getString("var_type_")) {
      case "string" -> row.getString("text_");
      case "boolean" -> number == null ? null : number != 0;
      case "short", "integer", "long" -> number;
      case "double" -> row.getObject("double_", Double.class);
      case "date" -> number == null ? null : Instant.ofEpochMilli(number);
      default -> null;
    };
  }
}
