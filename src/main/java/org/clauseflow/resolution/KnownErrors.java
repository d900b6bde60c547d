package org.clauseflow.resolution;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Opening;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The known error base (clause 8.2): each known error is a record with its journal, opened by the
 * problem that it describes, found by its words, service, category and configuration items.
 */
@Service
class KnownErrors {

  /**
   * What people know of an error.
   *
   * @param cause null: only a way around it is known yet
   * @param configurationItems ids of those that have the error
   */
  record Known(
      String title,
      String service,
      String category,
      String symptom,
      String cause,
      String workaround,
      boolean confidential,
      List<String> configurationItems) {}

  static final String SOLVED_BY = "solved by";

  private static final String DESCRIBES = "describes";

  private final JdbcClient jdbc;
  private final Register register;
  private final Clock clock;

  KnownErrors(JdbcClient jdbc, Register register, Clock clock) {
    this.jdbc = jdbc;
    this.register = register;
    this.clock = clock;
  }

  /**
   * Records a known error of a problem.
   *
   * @return its number
   */
  @Transactional(propagation = Propagation.MANDATORY)
  String publish(Known known, String problem, String actor) {
    refuseTheSame(known, null);
    ServiceRecord cause = find(problem);
    String number = register.nextNumber("known-error");
    register.open(
        new Opening(
            number,
            "known-error",
            cause.processKey(),
            cause.processVersion(),
            cause.processInstanceId()),
        Entry.of(actor, "opened", null, facts(known)));
    register.link(number, DESCRIBES, problem, actor);
    parameters(
            """
            insert into sms.known_error (number, service_id, category, title, symptom, cause, workaround, confidential, published_at)
            values (:number, :service, :category, :title, :symptom, :cause, :workaround, :confidential, :at)
            """,
            number,
            known)
        .param("at", Timestamp.from(clock.instant()))
        .update();
    items(number, known.configurationItems);
    return number;
  }

  /** More is known of it than before. */
  @Transactional(propagation = Propagation.MANDATORY)
  void update(String number, Known known, String actor) {
    refuseTheSame(known, number);
    parameters(
            """
            update sms.known_error set service_id = :service, category = :category, title = :title, symptom = :symptom,
              cause = :cause, workaround = :workaround, confidential = :confidential
            where number = :number and state = 'current'
            """,
            number,
            known)
        .update();
    jdbc.sql("delete from sms.known_error_ci where known_error = :number")
        .param("number", number)
        .update();
    items(number, known.configurationItems);
    register.add(number, Entry.of(actor, "updated", null, facts(known)));
  }

  /**
   * The problem turns out to have an error that is known already.
   *
   * @param before the known error that the problem had, retired now; null for none
   * @return the workaround
   */
  @Transactional(propagation = Propagation.MANDATORY)
  String join(String number, String before, String problem, String actor) {
    String workaround =
        jdbc.sql(
                "select workaround from sms.known_error where number = :number and state = 'current' for update")
            .param("number", number)
            .query(String.class)
            .optional()
            .orElseThrow(
                () ->
                    new Refusal(
                        Reason.NOT_NOW,
                        number + " is no current known error: choose another, or write a new one"));
    register.link(number, DESCRIBES, problem, actor);
    if (before != null && !before.equals(number)) {
      settle(before, false, null, problem, actor);
    }
    return workaround;
  }

  /**
   * The cause is removed: what did it stays with the known error. It is retired unless it is to be
   * kept for the next time, or describes another problem that is still open.
   *
   * @param resolution null if the problem was withdrawn
   */
  @Transactional(propagation = Propagation.MANDATORY)
  void settle(String number, boolean keep, String resolution, String problem, String actor) {
    register.lock(number);
    register.flush();
    Optional<String> other =
        jdbc.sql(
                """
                select r.number from sms.record_link l join sms.record r on r.number = l.to_number
                where l.from_number = :number and l.kind = 'describes' and l.to_number <> :problem and r.closed_at is null
                limit 1
                """)
            .param("number", number)
            .param("problem", problem)
            .query(String.class)
            .optional();
    boolean retired = !keep && other.isEmpty();
    jdbc.sql(
            """
            update sms.known_error set resolution = coalesce(:resolution::text, resolution),
              state = case when :retired then 'retired' else state end,
              retired_at = case when :retired then :at::timestamptz end
            where number = :number and state = 'current'
            """)
        .param("resolution", resolution)
        .param("retired", retired)
        .param("at", Timestamp.from(clock.instant()))
        .param("number", number)
        .update();
    Map<String, Object> changes = new LinkedHashMap<>();
    if (resolution != null) {
      changes.put("resolution", resolution);
    }
    if (retired) {
      changes.put("status", "retired");
      changes.put("outcome", resolution == null ? "Withdrawn" : "Cause removed");
      changes.put("closedAt", clock.instant().toString());
    }
    String note =
        retired
            ? "Retired with " + problem
            : "Kept" + other.map(open -> ", it describes " + open + " too").orElse("");
    register.add(number, Entry.of(actor, retired ? "closed" : "kept", note, changes));
  }

  /**
   * Links the open incidents that a known error concerns and that nobody has linked yet to its
   * problem: those of its service that are neither resolved nor confidential, with one of its
   * configuration items; or, where one of the two names no item, with its category and a word of it
   * in their title.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  void linkConcerned(String number, String problem, String actor) {
    register.flush();
    int linked =
        jdbc.sql(
                """
                with known as (
                  select k.service_id, k.category, k.search, array(select ci_id from sms.known_error_ci where known_error = k.number) as items
                  from sms.known_error k where k.number = :number and not k.confidential
                )
                insert into sms.record_link (from_number, to_number, kind, linked_at, linked_by)
                select i.number, :problem, 'relates to', :at, :by
                from known k join sms.record i on i.type = 'incident' and i.service_id = k.service_id
                where i.closed_at is null and i.resolved_at is null and not i.confidential
                  and (i.data->>'ci' = any (k.items)
                       or (i.data->>'ci' is null or k.items = '{}') and i.data->>'category' = k.category
                           and k.search @@ sms.telling_words(i.title))
                  and not exists (select from sms.record_link l where l.from_number = i.number and l.to_number = :problem)
                on conflict do nothing
                """)
            .param("number", number)
            .param("problem", problem)
            .param("at", Timestamp.from(clock.instant()))
            .param("by", actor)
            .update();
    register.add(
        problem,
        Entry.of(actor, "linked", linked + " more open incidents that it may concern", Map.of()));
  }

  /** It solved an incident; counted once for each. */
  @Transactional(propagation = Propagation.MANDATORY)
  void solved(String number, String incident, String actor) {
    register.lock(number, incident);
    boolean known =
        register.links(incident).stream()
            .anyMatch(
                link ->
                    link.from().equals(incident)
                        && link.kind().equals(SOLVED_BY)
                        && link.to().equals(number));
    if (known) {
      return;
    }
    int counted =
        jdbc.sql("update sms.known_error set helped = helped + 1 where number = :number")
            .param("number", number)
            .update();
    if (counted == 0) {
      throw new Refusal(Reason.UNKNOWN, "There is no known error " + number);
    }
    register.link(incident, SOLVED_BY, number, actor);
  }

  /** What was noted as solved by it was not. */
  @Transactional(propagation = Propagation.MANDATORY)
  void notSolved(String number, String incident, String actor) {
    jdbc.sql("update sms.known_error set helped = helped - 1 where number = :number")
        .param("number", number)
        .update();
    register.unlink(incident, SOLVED_BY, number, actor);
  }

  private void refuseTheSame(Known known, String but) {
    jdbc.sql(
            """
            select k.number from sms.known_error k
            where k.service_id = :service and k.state = 'current' and k.number is distinct from :number
              and k.same = sms.known_error_same(:symptom, :cause)
            """)
        .param("service", known.service)
        .param("symptom", known.symptom)
        .param("cause", known.cause)
        .param("number", but)
        .query(String.class)
        .optional()
        .ifPresent(
            number -> {
              throw new Refusal(
                  Reason.NOT_NOW,
                  number
                      + " says the same of this service already: choose it instead of writing it once more");
            });
  }

  private JdbcClient.StatementSpec parameters(String sql, String number, Known known) {
    return jdbc.sql(sql)
        .param("number", number)
        .param("service", known.service)
        .param("category", known.category)
        .param("title", known.title)
        .param("symptom", known.symptom)
        .param("cause", known.cause)
        .param("workaround", known.workaround)
        .param("confidential", known.confidential);
  }

  private void items(String number, List<String> items) {
    jdbc.sql(
            "insert into sms.known_error_ci (known_error, ci_id) select distinct :number, unnest(:items::text[])")
        .param("number", number)
        .param("items", items.toArray(String[]::new))
        .update();
  }

  private static Map<String, Object> facts(Known known) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("title", known.title);
    facts.put("status", "current");
    facts.put("service", known.service);
    facts.put("category", known.category);
    facts.put("symptom", known.symptom);
    facts.put("cause", known.cause);
    facts.put("workaround", known.workaround);
    facts.put("confidential", known.confidential);
    facts.put("configurationItems", known.configurationItems);
    return facts;
  }

  private ServiceRecord find(String number) {
    return register.find(number).orElseThrow(() -> Refusal.unknownRecord(number));
  }
}
