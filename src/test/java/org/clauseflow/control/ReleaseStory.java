package org.clauseflow.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clauseflow.ProcessStory;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Opening;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What stories of releases are told with: changes, incidents, and a pipeline. */
abstract class ReleaseStory extends ProcessStory {

  protected static final String STARTS = "2026-03-20T20:00:00Z";
  protected static final String ENDS = "2026-03-20T22:00:00Z";

  protected static final Map<String, Object> DEPLOYED_BY_HAND =
      Map.of("deploymentResult", "succeeded", "deploymentNote", "As planned, 40 minutes");

  @Autowired protected PipelineSettings pipeline;
  @Autowired private PlatformTransactionManager transactions;

  protected void inTransaction(Runnable work) {
    new TransactionTemplate(transactions).executeWithoutResult(transaction -> work.run());
  }

  /** A change of the portal, as change management keeps it. */
  protected String change(String title, String approved, String... items) {
    return opened(
        "change",
        values(
            "title", title,
            "status", "scheduled",
            "service", "portal",
            "approved", approved,
            "plannedStart", STARTS,
            "plannedEnd", ENDS,
            "configurationItems", List.of(items)));
  }

  protected String incident(String service, String ci, String title) {
    return opened(
        "incident",
        values(
            "title",
            title,
            "status",
            "in progress",
            "priority",
            "high",
            "service",
            service,
            "reporter",
            "rosa",
            "ci",
            ci));
  }

  protected String opened(String type, Map<String, Object> facts) {
    String[] number = new String[1];
    inTransaction(
        () -> {
          number[0] = register.nextNumber(type);
          register.open(
              new Opening(number[0], type, type, 1, "of the story"),
              Entry.of("carla", "opened", null, facts));
        });
    return number[0];
  }

  protected void changes(String number, Map<String, Object> facts) {
    inTransaction(() -> register.add(number, Entry.of("carla", "edited", null, facts)));
  }

  protected List<String> heard(String change) {
    return jdbc.sql(
            """
            select name || coalesce(' ' || (variables->>'deployment'), '') from sms.message
            where to_record = :change order by id
            """)
        .param("change", change)
        .query(String.class)
        .list();
  }

  protected static Map<String, Object> with(Map<String, Object> values, Object... more) {
    Map<String, Object> all = new HashMap<>(values);
    all.putAll(values(more));
    return all;
  }

  /** The pipeline, at last, says what came of it. */
  protected void reports(String release, String result) {
    say(release, "deployment.reported", values("deploymentResult", result, "deploymentLog", null));
  }

  /** The pipeline is asked: what waits for it is done. */
  protected void ask(String release) {
    fire(release, "serviceTask_deploy");
  }

  protected FakePipeline fakePipeline() {
    try {
      return new FakePipeline(pipeline.url());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Silence is waited for, asked again, and answered at last. */
  protected void isSilentAndAnswersAfterAll(String release) {
    fire(release, "event_pipelineSilent");
    assertThat(recipients(release, "release-pipeline-silent")).contains("ruth");
    complete(release, "userTask_decideSilence", Map.of("silence", "wait"));
    fire(release, "event_pipelineSilent");
    complete(release, "userTask_decideSilence", Map.of("silence", "ask"));
    ask(release);
    fire(release, "event_pipelineSilent");
    reports(release, "succeeded");
  }
}
