package org.clauseflow.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RuntimeService;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.RefusedAttempts;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.steps.OnBehalf;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Deployments of releases: what must be there before one begins, what the pipeline is asked and
 * answers, and what was verified afterwards.
 */
@Service
public class Deployments {

  /** Under whose name the pipeline's answers stand in the journal. */
  private static final String PIPELINE = "pipeline";

  /** Whoever guesses signatures fills no journal. */
  private static final Duration BETWEEN_NOTES = Duration.ofMinutes(1);

  /**
   * What the pipeline answers.
   *
   * @param delivery its own id of this answer, the same if it sends it again
   * @param deployment the key that it was asked with
   * @param state started, succeeded or failed
   * @param log where its log is, null if it says nothing
   * @param message null if it says nothing
   */
  public record Answer(
      String delivery, String deployment, String state, String log, String message) {}

  /** What has become of an answer: counted, whenever it comes again. */
  public record Receipt(String release, String delivery, String state, Instant receivedAt) {}

  private record Received(byte[] content, Instant receivedAt) {}

  private final ReleaseContent content;
  private final Pipeline pipeline;
  private final PipelineSettings settings;
  private final RefusedAttempts refused;
  private final Register register;
  private final RuntimeService runtime;
  private final OnBehalf onBehalf;
  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;

  Deployments(
      ReleaseContent content,
      Pipeline pipeline,
      PipelineSettings settings,
      RefusedAttempts refused,
      Register register,
      RuntimeService runtime,
      OnBehalf onBehalf,
      JdbcClient jdbc,
      ObjectMapper json,
      Clock clock) {
    this.content = content;
    this.pipeline = pipeline;
    this.settings = settings;
    this.refused = refused;
    this.register = register;
    this.runtime = runtime;
    this.onBehalf = onBehalf;
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** Nothing is deployed without approved changes and a baseline; who tries is noted. */
  Instant begin(String release, String person) {
    String missing = missing(release);
    if (!missing.isEmpty()) {
      refused.add(release, person, null, null, "Tried to deploy: " + missing);
      throw new Refusal(Reason.NOT_NOW, release + " cannot be deployed: " + missing);
    }
    return clock.instant();
  }

  private String missing(String release) {
    List<String> bare = content.withoutBaseline(release);
    return Stream.concat(
            content.hindrances(release).stream().map(ReleaseContent.Hindrance::toString),
            bare.isEmpty()
                ? Stream.empty()
                : Stream.of("no baseline holds " + String.join(", ", bare)))
        .collect(Collectors.joining("; "));
  }

  /** Asks the pipeline; what may not be deployed (any more) it is not asked for. */
  void ask(String release, String action, String key, String baseline) {
    String missing = action.equals("deploy") ? missing(release) : "";
    if (!missing.isEmpty()) {
      throw new Refusal(Reason.NOT_NOW, release + " cannot be deployed: " + missing);
    }
    if (!settings.isSet()) {
      throw new Refusal(
          Reason.NOT_NOW,
          "No pipeline is set: set clauseflow.pipeline.url and clauseflow.pipeline.secret, and try again");
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("action", action);
    body.put("release", release);
    body.put("deployment", key);
    body.put("title", register.find(release).map(ServiceRecord::title).orElseThrow());
    body.put("changes", content.changes(release));
    body.put("items", content.items(release));
    body.put("baseline", baseline);
    body.put("callback", callback(release));
    try {
      pipeline.ask(key, json.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String callback(String release) {
    String path = "/api/deployments/" + release + "/callback";
    return settings.callbackUrl() == null ? path : settings.callbackUrl().resolve(path).toString();
  }

  /** What came with a wrong signature, or too late, is noted where the release is open. */
  public void unsigned(String release, String fault, String from) {
    boolean isNew =
        jdbc.sql(
                """
                select exists (select from sms.record where number = :release and type = 'release' and closed_at is null)
                  and not exists (select from sms.record_entry
                                  where record_number = :release and kind = 'refused' and actor = :actor and at > :since)
                """)
            .param("release", release)
            .param("actor", PIPELINE)
            .param("since", Timestamp.from(clock.instant().minus(BETWEEN_NOTES)))
            .query(Boolean.class)
            .single();
    if (isNew) {
      refused.add(
          release, PIPELINE, null, null, "An answer of the pipeline from " + from + " " + fault);
    }
  }

  /**
   * Takes an answer of the pipeline, once: sent again it is answered as before. What nobody waits
   * for is refused.
   *
   * @param body as it came
   */
  @Transactional
  public Receipt take(String release, Answer answer, byte[] body) {
    if (register.find(release).filter(record -> record.type().equals("release")).isEmpty()) {
      throw new Refusal(Reason.UNKNOWN, "There is no release " + release);
    }
    Instant now = clock.instant();
    int isNew =
        jdbc.sql(
                """
                insert into sms.deployment_answer (delivery, release, deployment, state, log, message, content, received_at)
                values (:delivery, :release, :deployment, :state, :log, :message, :content, :at)
                on conflict do nothing
                """)
            .param("delivery", answer.delivery())
            .param("release", release)
            .param("deployment", answer.deployment())
            .param("state", answer.state())
            .param("log", answer.log())
            .param("message", answer.message())
            .param("content", hash(release, body))
            .param("at", Timestamp.from(now))
            .update();
    if (isNew == 0) {
      return again(release, answer, body);
    }
    tell(release, answer);
    return new Receipt(release, answer.delivery(), answer.state(), now);
  }

  private Receipt again(String release, Answer answer, byte[] body) {
    Received known =
        jdbc.sql(
                "select content, received_at from sms.deployment_answer where delivery = :delivery")
            .param("delivery", answer.delivery())
            .query(Received.class)
            .single();
    if (!MessageDigest.isEqual(known.content, hash(release, body))) {
      throw new Refusal(
          Reason.NOT_NOW,
          "The delivery " + answer.delivery() + " said something else before: take a new id");
    }
    return new Receipt(release, answer.delivery(), answer.state(), known.receivedAt);
  }

  /** The run that waits for this very answer hears it; that it has started is noted only. */
  private void tell(String release, Answer answer) {
    String waiting =
        runtime
            .createExecutionQuery()
            .messageEventSubscriptionName("deployment.reported")
            .processInstanceId(answer.deployment())
            .processInstanceBusinessKey(release)
            .list()
            .stream()
            .findFirst()
            .map(execution -> execution.getId())
            .orElseThrow(
                () ->
                    new Refusal(
                        Reason.NOT_NOW,
                        release
                            + " does not wait for an answer to the deployment "
                            + answer.deployment()));
    register.add(
        release,
        Entry.of(
            PIPELINE,
            "answered",
            Stream.of(answer.state(), answer.message(), answer.log())
                .filter(part -> part != null && !part.isBlank())
                .collect(Collectors.joining(", ")),
            Map.of("deploymentState", answer.state())));
    if (!answer.state().equals("started")) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("deploymentResult", answer.state());
      result.put("deploymentLog", answer.log());
      onBehalf.of(
          PIPELINE,
          () -> {
            runtime.messageEventReceived("deployment.reported", waiting, result);
            return null;
          });
    }
  }

  /**
   * Keeps which of its configuration items are whole.
   *
   * @return whether all of them are
   */
  boolean verified(String release, Set<String> whole, String person) {
    register.flush();
    jdbc.sql(
            """
            insert into sms.release_item (release, ci_id, version, master_copy, whole, verified_by, verified_at)
            select :release, c.id, c.version, c.master_copy, c.id = any (:whole), :person, :at
            from sms.ci c where c.id in (select sms.release_cis(:release))
            on conflict (release, ci_id) do update
            set version = excluded.version, master_copy = excluded.master_copy, whole = excluded.whole,
                verified_by = excluded.verified_by, verified_at = excluded.verified_at
            """)
        .param("release", release)
        .param("whole", whole.toArray(String[]::new))
        .param("person", person)
        .param("at", Timestamp.from(clock.instant()))
        .update();
    return jdbc.sql(
            """
            select not exists (select from sms.release_item i
              where i.release = :release and not i.whole and i.ci_id in (select sms.release_cis(:release)))
            """)
        .param("release", release)
        .query(Boolean.class)
        .single();
  }

  private static byte[] hash(String release, byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(release.getBytes(StandardCharsets.UTF_8));
      return digest.digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
