package org.clauseflow.integration;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.clauseflow.record.Refusal;
import org.clauseflow.resolution.AlertIncidents;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What the Alertmanager of Prometheus sends to its webhooks. */
@RestController
@Tag(name = "Alerts", description = "Intake of monitoring systems")
class AlertmanagerApi {

  private static final int LONGEST_TITLE = 120;
  private static final int LONGEST_DESCRIPTION = 4000;
  private static final int LONGEST_ID = 100;

  /** Others write this body, and may add to it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Notice(
      @NotNull @Size(max = 1000, message = "has at most {max} alerts")
          List<@Valid @NotNull(message = "is empty") Alert> alerts) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Alert(
      @NotNull @Pattern(regexp = "firing|resolved", message = "is firing or resolved")
          String status,
      Map<String, String> labels,
      Map<String, String> annotations,
      String startsAt,
      @Schema(example = "http://prometheus.example:9090/graph?g0.expr=up") String generatorURL,
      @Schema(example = "f74798f72524fe89") String fingerprint) {

    Alert {
      labels = clean(labels);
      annotations = clean(annotations);
      startsAt = clean(startsAt);
      generatorURL = clean(generatorURL);
      fingerprint = clean(fingerprint);
    }

    private static Map<String, String> clean(Map<String, String> texts) {
      Map<String, String> cleaned = new TreeMap<>();
      if (texts != null) {
        texts.forEach((name, text) -> cleaned.put(clean(name), text == null ? "" : clean(text)));
      }
      return cleaned;
    }

    /** No text in the database holds a NUL character. */
    private static String clean(String text) {
      return text == null ? null : text.replace("\0", "");
    }
  }

  private final AlertIncidents incidents;
  private final AlertSettings settings;

  AlertmanagerApi(AlertIncidents incidents, AlertSettings settings) {
    this.incidents = incidents;
    this.settings = settings;
  }

  @PostMapping("/api/alerts/alertmanager")
  @SecurityRequirements
  @Operation(
      summary = "Take alerts of a Prometheus Alertmanager",
      description =
          "A firing alert opens an incident or tells the open one; a resolved one resolves it where the model says so."
              + " Needs the shared secret as bearer token.")
  List<AlertIncidents.Result> take(@Valid @RequestBody Notice notice) {
    List<AlertIncidents.Result> results = new ArrayList<>();
    RuntimeException failure = null;
    for (Alert alert : notice.alerts) {
      try {
        results.add(
            alert.status.equals("firing")
                ? incidents.firing(incident(alert))
                : incidents.over(identity(alert)));
      } catch (Refusal e) {
        failure = add(failure, unavailable(e));
      } catch (RuntimeException e) {
        // One alert that fails does not keep the others out; the Alertmanager sends all of them
        // again.
        failure = add(failure, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
    return results;
  }

  private static RuntimeException add(RuntimeException failure, RuntimeException another) {
    if (failure == null) {
      return another;
    }
    failure.addSuppressed(another);
    return failure;
  }

  /**
   * What is refused for a setting that is missing here is no fault of the alert: it shall come
   * again.
   */
  private static ErrorResponseException unavailable(Refusal refusal) {
    return new ErrorResponseException(
        HttpStatus.SERVICE_UNAVAILABLE,
        ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, refusal.getMessage()),
        refusal);
  }

  private AlertIncidents.Alert incident(Alert alert) {
    return new AlertIncidents.Alert(
        identity(alert),
        cut(
            Stream.of(alert.annotations.get("summary"), alert.labels.get("alertname"))
                .filter(text -> text != null && !text.isBlank())
                .findFirst()
                .orElse("Alert without a name")
                .replaceAll("\\s+", " ")
                .strip(),
            LONGEST_TITLE),
        cut(description(alert), LONGEST_DESCRIPTION),
        alert.labels.get("severity"),
        Stream.of(alert.labels.get("service"), settings.defaultService())
            .filter(Objects::nonNull)
            .toArray(String[]::new));
  }

  private static String description(Alert alert) {
    StringBuilder text = new StringBuilder();
    Stream.of("description", "message")
        .map(alert.annotations::get)
        .filter(line -> line != null && !line.isBlank())
        .findFirst()
        .ifPresent(line -> text.append(line.strip()).append("\n\n"));
    if (isTime(alert.startsAt)) {
      text.append("Since: ").append(alert.startsAt).append('\n');
    }
    if (alert.generatorURL != null && !alert.generatorURL.isBlank()) {
      text.append("Source: ").append(alert.generatorURL).append('\n');
    }
    alert.labels.forEach(
        (name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.isEmpty() ? "The alert has no labels and no description." : text.toString().strip();
  }

  private static boolean isTime(String text) {
    if (text == null) {
      return false;
    }
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** The alert's fingerprint; without one, what the fingerprint is made of: the labels. */
  private static String identity(Alert alert) {
    if (alert.fingerprint != null
        && !alert.fingerprint.isBlank()
        && alert.fingerprint.length() <= LONGEST_ID) {
      return alert.fingerprint;
    }
    StringBuilder labels = new StringBuilder();
    alert.labels.forEach(
        (name, value) -> labels.append(name).append('\0').append(value).append('\0'));
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(labels.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
    return text.substring(0, end) + "…";
  }
}
