package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/change-trend-analyses")
@PreAuthorize("@recordAccess.staff(authentication)")
@Tag(
    name = "Trend analyses of changes",
    description = "Figures of requests for change, what stands out, and what was concluded")
class ChangeTrendsApi {

  record Analysis(
      String number,
      String title,
      @Schema(description = "analysing, concluding, in review, issued or withdrawn") String status,
      String figures,
      String conclusions,
      Instant openedAt,
      Instant closedAt) {}

  record Figure(
      String topic,
      String name,
      @Schema(description = "empty: nothing to work it out from") BigDecimal now,
      @Schema(description = "in the period compared with") BigDecimal before) {}

  record Finding(
      @Schema(description = "what matters most is 1") int id,
      @Schema(
              description =
                  "unauthorized, failures, causes, emergencies, rejections, collisions, leadTime or standardCandidate")
          String kind,
      String title,
      String service,
      @Schema(description = "of lead times the days") int changes,
      @Schema(description = "of all that it is compared with") int percent,
      int before,
      @Schema(description = "in percent of before") int growth,
      @Schema(description = "improvement or watch") String proposal,
      @Schema(description = "empty: no improvement was raised from it") Instant improvedAt) {}

  private final JdbcClient jdbc;
  private final Register register;
  private final RecordAccess access;

  ChangeTrendsApi(JdbcClient jdbc, Register register, RecordAccess access) {
    this.jdbc = jdbc;
    this.register = register;
    this.access = access;
  }

  @GetMapping
  @Operation(summary = "List analyses, the latest first")
  Page<Analysis> list(
      @RequestParam(required = false) @Size(max = 100) String status,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size) {
    String which =
        "from sms.record where type = 'change-trend-analysis' and (:status::text is null or status = :status)";
    return new Page<>(
        jdbc.sql(
                """
                select number, title, status, data->>'description' as figures, data->>'conclusions' as conclusions,
                       opened_at, closed_at
                %s order by opened_at desc, number desc limit :size offset :offset
                """
                    .formatted(which))
            .param("status", status)
            .param("size", size)
            .param("offset", (long) page * size)
            .query(Analysis.class)
            .list(),
        page,
        size,
        jdbc.sql("select count(*) " + which).param("status", status).query(Long.class).single());
  }

  @GetMapping("/{number}/figures")
  @Operation(summary = "Read the figures of an analysis")
  Page<Figure> figures(
      @PathVariable String number,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int size,
      Authentication me) {
    return part(
        "topic, name, now, before from sms.change_trend_figure where analysis = :number",
        "place",
        Figure.class,
        number,
        page,
        size,
        me);
  }

  @GetMapping("/{number}/findings")
  @Operation(summary = "Read what an analysis found", description = "What matters most first.")
  Page<Finding> findings(
      @PathVariable String number,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int size,
      Authentication me) {
    return part(
        """
        id, kind, title, service_id as service, changes, percent, before, growth, proposal, improved_at
        from sms.change_trend_finding where analysis = :number""",
        "id",
        Finding.class,
        number,
        page,
        size,
        me);
  }

  private <T> Page<T> part(
      String rows,
      String order,
      Class<T> shape,
      String number,
      int page,
      int size,
      Authentication me) {
    register
        .find(number)
        .filter(
            record -> record.type().equals("change-trend-analysis") && access.visible(record, me))
        .orElseThrow(() -> Refusal.unknownRecord(number));
    List<T> items =
        jdbc.sql("select %s order by %s limit :size offset :offset".formatted(rows, order))
            .param("number", number)
            .param("size", size)
            .param("offset", (long) page * size)
            .query(shape)
            .list();
    long total =
        jdbc.sql("select count(*) from (select %s) x".formatted(rows))
            .param("number", number)
            .query(Long.class)
            .single();
    return new Page<>(items, page, size, total);
  }
}
