package org.clauseflow.control;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Kinds of changes that are approved once with their plans (clause 9.2). One whose changes fail too
 * often loses its approval by itself.
 */
@Service
public class StandardChanges {

  /**
   * @param failures so many failures among its last changes take the approval away
   * @param among how many of its last changes are looked at
   * @param state approved, suspended or retired
   * @param approvedBy number of the request for change that brought it
   */
  public record StandardChange(
      String id,
      String name,
      String description,
      String service,
      String supportGroup,
      String testPlan,
      String remedyPlan,
      int failures,
      int among,
      String state,
      String approvedBy,
      Instant approvedAt,
      Instant stateSince,
      String stateReason) {}

  private static final String SELECT =
      """
      select id, name, description, service_id as service, support_group, test_plan, remedy_plan, failures, among, state,
             approved_by, approved_at, state_since, state_reason
      from sms.standard_change
      """;

  private final JdbcClient jdbc;
  private final Register register;
  private final Clock clock;

  StandardChanges(JdbcClient jdbc, Register register, Clock clock) {
    this.jdbc = jdbc;
    this.register = register;
    this.clock = clock;
  }

  public Optional<StandardChange> find(String id) {
    return jdbc.sql(SELECT + "where id = :id")
        .param("id", id)
        .query(StandardChange.class)
        .optional();
  }

  /** By name; all states, or one. */
  public List<StandardChange> list(String state, int from, int most) {
    return jdbc.sql(
            SELECT
                + "where :state::text is null or state = :state order by name, id offset :from limit :most")
        .param("state", state)
        .param("from", from)
        .param("most", most)
        .query(StandardChange.class)
        .list();
  }

  public long count(String state) {
    return jdbc.sql(
            "select count(*) from sms.standard_change where :state::text is null or state = :state")
        .param("state", state)
        .query(Long.class)
        .single();
  }

  /** Approves the kind of change that a request describes, once; returns its id. */
  @Transactional
  public String approve(String request) {
    ServiceRecord change = register.find(request).orElseThrow(() -> Refusal.unknownRecord(request));
    Map<String, Object> data = change.data();
    String id =
        jdbc.sql(
                """
                insert into sms.standard_change (name, description, service_id, support_group, test_plan, remedy_plan,
                  approved_by, approved_at, state_since)
                values (:name, :description, :service, :group, :test, :remedy, :request, :at, :at) returning id
                """)
            .param("name", change.title())
            .param("description", data.get("description"))
            .param("service", change.service())
            .param("group", data.get("supportGroup"))
            .param("test", data.get("testPlan"))
            .param("remedy", data.get("remedyPlan"))
            .param("request", request)
            .param("at", Timestamp.from(clock.instant()))
            .query(String.class)
            .single();
    register.add(
        request,
        Entry.of(
            "clauseflow",
            "comment",
            "Standard change " + id + " is approved",
            Map.of("template", id)));
    return id;
  }

  /** Takes the approval away for good, or until another request brings it back as another one. */
  @Transactional
  public void end(String id, String state, String reason) {
    if (jdbc.sql(
                """
                update sms.standard_change set state = :state, state_reason = :reason, state_since = :at
                where id = :id and state <> 'retired' and state <> :state
                """)
            .param("id", id)
            .param("state", state)
            .param("reason", reason)
            .param("at", Timestamp.from(clock.instant()))
            .update()
        == 0) {
      throw find(id)
          .map(now -> new Refusal(Reason.NOT_NOW, id + " is " + now.state() + " already"))
          .orElseGet(() -> new Refusal(Reason.UNKNOWN, "There is no standard change " + id));
    }
  }

  /**
   * Looks at the last changes of a kind, of which one has just ended.
   *
   * @return why it has lost its approval now, empty if it has not
   */
  Optional<String> judge(String id) {
    register.flush();
    return jdbc.sql(
            """
            with held as (select id, failures, among from sms.standard_change where id = :id and state = 'approved' for update),
            lately as (
              select r.data->>'changeOutcome' as outcome from held, sms.record r
              where r.type = 'change' and r.data->>'template' = held.id and r.data->>'changeType' = 'standard'
                and r.data->>'changeOutcome' in ('successful', 'failed')
              order by r.updated_at desc, r.number desc limit (select among from held))
            update sms.standard_change s set state = 'suspended', state_since = :at,
              state_reason = (select count(*) from lately where outcome = 'failed') || ' of its last '
                || (select count(*) from lately) || ' changes failed'
            from held
            where s.id = held.id and (select count(*) from lately where outcome = 'failed') >= held.failures
            returning s.state_reason
            """)
        .param("id", id)
        .param("at", Timestamp.from(clock.instant()))
        .query(String.class)
        .optional();
  }
}
