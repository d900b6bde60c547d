package org.clauseflow.resolution;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.steps.Changed;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Looks for what is a sign of a major incident (clause 8.1): other open incidents of the same
 * service and category. Sets similarIncidents, their number, and majorKnown: whether a major
 * incident of the service is open or was proposed within a day, so that each is proposed once.
 */
@Component("countSimilarIncidents")
class CountSimilarIncidents implements JavaDelegate {

  private static final Duration RECENT = Duration.ofDays(1);

  private record Signs(int similarIncidents, boolean majorKnown) {}

  private final JdbcClient jdbc;
  private final Clock clock;

  CountSimilarIncidents(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution incident) {
    Signs signs =
        jdbc.sql(
                """
                select (select count(*) from sms.record
                        where type = 'incident' and service_id = :service and data->>'category' = :category
                          and resolved_at is null and closed_at is null and number <> :number) as similar_incidents,
                       exists (select from sms.record where type = 'major-incident' and service_id = :service
                               and (closed_at is null or opened_at > :recent))
                       or exists (select from sms.message where outcome is null and name = 'majorIncident.proposed'
                                  and variables->>'service' = :service) as major_known
                """)
            .param("service", incident.getVariable("service"))
            .param("category", incident.getVariable("category"))
            .param("number", incident.getProcessBusinessKey())
            .param("recent", Timestamp.from(clock.instant().minus(RECENT)))
            .query(Signs.class)
            .single();
    Changed.set("similarIncidents", signs.similarIncidents, incident);
    Changed.set("majorKnown", signs.majorKnown, incident);
  }
}
