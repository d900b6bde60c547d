package org.clauseflow.cmdb;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The only door through which the CMDB is written. The database refuses whoever does not say who
 * they are, and keeps its rules itself; here its refusals get their form.
 */
@Component
class CmdbWriter {

  private static final Pattern RECORD = Pattern.compile("[A-Z]{2,5}-\\d{4}-\\d{6}");

  private static final String OPEN =
      """
      select set_config('cmdb.person', :person, true), set_config('cmdb.change', coalesce(:change, ''), true),
             set_config('cmdb.at', :at::timestamptz::text, true)
      """;
  private static final String CLOSE = "select set_config('cmdb.person', '', true)";

  /** Constraint of the database → field and what is wrong with it. */
  private static final Map<String, String[]> CONSTRAINTS =
      Map.ofEntries(
          wrong("ci_type_id_fkey", "type", "is no type of configuration items"),
          wrong("ci_owner_id_fkey", "owner", "is nobody who is known"),
          wrong("ci_status_check", "status", "is planned, in use or retired"),
          wrong("ci_name_check", "name", "has 1 to 200 characters"),
          wrong("ci_relation_from_ci_fkey", "from", "is no configuration item"),
          wrong("ci_relation_to_ci_fkey", "to", "is no configuration item"),
          wrong("ci_relation_kind_fkey", "kind", "is no kind of relation"),
          wrong("ci_relation_check", "to", "is the item itself"),
          wrong("ci_relation_check1", "needed", "goes with a redundancy, and only with one"),
          wrong("ci_relation_needed_check", "needed", "is at least 1"),
          wrong("ci_component_ci_id_fkey", "from", "is no configuration item"),
          wrong("ci_component_component_id_fkey", "to", "is no component of a service"),
          wrong("ci_component_check", "needed", "goes with a redundancy, and only with one"),
          wrong("ci_component_needed_check", "needed", "is at least 1"),
          wrong("ci_pkey", "id", "belongs to another item already"));

  private final JdbcClient jdbc;
  private final Clock clock;
  private final TransactionTemplate transaction;

  CmdbWriter(JdbcClient jdbc, Clock clock, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
    // what is refused leaves the caller's transaction usable
    this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
  }

  private static Map.Entry<String, String[]> wrong(String constraint, String field, String why) {
    return Map.entry(constraint, new String[] {field, why});
  }

  /** Does what this mandate allows, whole or not at all. */
  <T> T write(Mandate mandate, Supplier<T> work) {
    check(mandate);
    try {
      return transaction.execute(
          status -> {
            jdbc.sql(OPEN)
                .param("person", mandate.person())
                .param("change", mandate.change())
                .param("at", Timestamp.from(clock.instant()))
                .query()
                .singleRow();
            T result = work.get();
            jdbc.sql(CLOSE).query().singleRow();
            return result;
          });
    } catch (DataAccessException e) {
      throw refusal(e);
    }
  }

  /** Refuses a mandate that names a record that is not there. */
  void check(Mandate mandate) {
    String change = mandate.change();
    if (change != null && RECORD.matcher(change).matches() && !isRecord(change)) {
      throw new Refusal(Reason.INVALID, "change", "names no record: " + change);
    }
  }

  private boolean isRecord(String number) {
    return jdbc.sql("select exists (select from sms.record where number = :number)")
        .param("number", number)
        .query(Boolean.class)
        .single();
  }

  private static RuntimeException refusal(DataAccessException e) {
    if (!(e.getMostSpecificCause() instanceof PSQLException cause)
        || cause.getServerErrorMessage() == null) {
      return e;
    }
    ServerErrorMessage said = cause.getServerErrorMessage();
    if (cause.getSQLState().startsWith("CM")) {
      return new Refusal(Reason.INVALID, said.getColumn(), said.getMessage());
    }
    String[] wrong = said.getConstraint() == null ? null : CONSTRAINTS.get(said.getConstraint());
    return wrong == null ? e : new Refusal(Reason.INVALID, wrong[0], wrong[1]);
  }
}
