package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.clauseflow.conformity.Conformity;
import org.clauseflow.conformity.Evidence;
import org.clauseflow.conformity.Matrix;
import org.clauseflow.conformity.MatrixDocuments;
import org.clauseflow.conformity.Period;
import org.clauseflow.record.Refusal;
import org.clauseflow.security.RecordAccess;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/conformity")
@PreAuthorize(ConformityApi.READERS)
@Tag(
    name = "Conformity",
    description = "Every obligation, the elements that carry it out, and the evidence")
class ConformityApi {

  /** Who manages or audits; staff in the line of work have no need of it. */
  static final String READERS =
      "hasAnyAuthority('auditor', 'documentController', 'processOwner', 'serviceManager', 'topManagement',"
          + " 'incidentManager', 'problemManager', 'requestManager', 'configurationManager', 'changeManager',"
          + " 'releaseManager', 'financeManager', 'continuityManager', 'camunda-admin')";

  /**
   * Which rows of the matrix.
   *
   * @param clause 8.1, or 8 for all that begin so
   */
  record Filter(
      @Schema(description = "first day of the period; a year before the last unless given")
          LocalDate from,
      @Schema(description = "last day of the period; today unless given") LocalDate until,
      @Size(max = 100) @Schema(description = "a clause, with those below it", example = "8.1")
          String clause,
      @Size(max = 100)
          @Schema(
              description = "a process that is to carry it, or does",
              example = "major-incident")
          String process,
      Matrix.State state,
      @Schema(description = "true: only what is overdue by its planned interval") Boolean late) {

    private boolean keeps(Matrix.Row row) {
      return (clause == null
              || row.clause().equals(clause)
              || row.clause().startsWith(clause + "."))
          && (process == null
              || row.processes().contains(process)
              || row.elements().stream().anyMatch(e -> e.process().equals(process)))
          && (state == null || row.state() == state)
          && (late == null || row.late() == late);
    }
  }

  private final Conformity conformity;
  private final Evidence evidence;
  private final MatrixDocuments documents;
  private final RecordAccess access;
  private final Clock clock;

  ConformityApi(
      Conformity conformity,
      Evidence evidence,
      MatrixDocuments documents,
      RecordAccess access,
      Clock clock) {
    this.conformity = conformity;
    this.evidence = evidence;
    this.documents = documents;
    this.access = access;
    this.clock = clock;
  }

  @GetMapping("/matrix")
  @Operation(
      summary = "Read the matrix of obligations",
      description =
          "Which elements of the models in force carry each obligation, how often they ran in the period, when last and by"
              + " whom, and what is late by its planned interval. Figures count all records; the last one is named if you"
              + " may see it.")
  Matrix matrix(Filter filter, Authentication me) {
    Matrix whole =
        conformity.matrix(
            Period.of(filter.from(), filter.until(), clock), access.condition("r", me));
    return whole.of(whole.rows().stream().filter(filter::keeps).toList());
  }

  @GetMapping(value = "/matrix.csv", produces = "text/csv")
  @Operation(summary = "Fetch the matrix for a spreadsheet, one line an obligation and element")
  ResponseEntity<byte[]> csv(Filter filter, Authentication me) {
    Matrix matrix = matrix(filter, me);
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename("obligations-%s-%s.csv".formatted(matrix.from(), matrix.until()))
                .build()
                .toString())
        .body(documents.csv(matrix).getBytes(StandardCharsets.UTF_8));
  }

  @GetMapping(value = "/matrix.html", produces = MediaType.TEXT_HTML_VALUE)
  @Operation(summary = "Read the matrix as a page to print")
  ResponseEntity<byte[]> html(Filter filter, Authentication me) {
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "html", StandardCharsets.UTF_8))
        .header(
            "Content-Security-Policy",
            "sandbox allow-modals; default-src 'none'; style-src 'unsafe-inline'")
        .body(documents.html(matrix(filter, me)).getBytes(StandardCharsets.UTF_8));
  }

  @GetMapping("/obligations/{id}")
  @Operation(summary = "Read what carries an obligation and what it did in the period")
  Matrix.Row obligation(
      @PathVariable String id,
      @RequestParam(required = false) LocalDate from,
      @RequestParam(required = false) LocalDate until,
      Authentication me) {
    return conformity
        .matrix(Period.of(from, until, clock), access.condition("r", me))
        .rows()
        .stream()
        .filter(row -> row.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new Refusal(Refusal.Reason.UNKNOWN, "There is no obligation " + id));
  }

  @GetMapping("/obligations/{id}/evidence")
  @Operation(
      summary = "Read the evidence of an obligation",
      description =
          "Entries of journals, newest first, of records that you may see. Whether a journal is as it was written tells"
              + " /api/records/{number}/verification.")
  Page<Evidence.Item> evidence(
      @PathVariable String id,
      @RequestParam(required = false) LocalDate from,
      @RequestParam(required = false) LocalDate until,
      @RequestParam(required = false) @Size(max = 100) String process,
      @RequestParam(required = false) @Size(max = 200) String element,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(500) int size,
      Authentication me) {
    var question = new Evidence.Question(id, process, element, Period.of(from, until, clock));
    var visible = access.condition("r", me);
    List<Evidence.Item> items = evidence.items(question, visible, page, size);
    return new Page<>(items, page, size, evidence.count(question, visible));
  }
}
