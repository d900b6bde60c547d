package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.steps.Changed;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How changes of this kind went so far: those of its template, else those of its service and kind,
 * the last fifty. Sets pastChanges, how many are known, and successScore, how many of a hundred
 * were successful; null where fewer than five are known, which say nothing yet.
 */
@Component("rateChange")
class RateChange implements JavaDelegate {

  private record Past(int known, Integer score) {}

  private final JdbcClient jdbc;

  RateChange(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void execute(DelegateExecution step) {
    Past past =
        jdbc.sql(
                """
                select count(*)::int as known,
                       case when count(*) >= 5
                            then round(100.0 * count(*) filter (where outcome = 'successful') / count(*))::int end as score
                from (
                  select data->>'changeOutcome' as outcome from sms.record
                  where type = 'change' and closed_at is not null and data->>'changeOutcome' in ('successful', 'failed')
                    and case when :template::text is null
                             then service_id is not distinct from :service::text
                                  and data->>'changeKind' is not distinct from :kind::text
                             else data->>'template' = :template::text end
                  order by closed_at desc limit 50) x
                """)
            .param("template", step.getVariable("template"))
            .param("service", step.getVariable("service"))
            .param("kind", step.getVariable("changeKind"))
            .query(Past.class)
            .single();
    Changed.set("pastChanges", past.known, step);
    Changed.set("successScore", past.score, step);
  }
}
