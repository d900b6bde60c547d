package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/trend-analyses")
@Tag(
    name = "Trend analyses",
    description = "What the analyses of incidents and problems found, with all figures")
class TrendAnalysesApi {

  private final JdbcClient jdbc;
  private final Register register;
  private final RecordAccess access;

  TrendAnalysesApi(JdbcClient jdbc, Register register, RecordAccess access) {
    this.jdbc = jdbc;
    this.register = register;
    this.access = access;
  }

  @GetMapping("/{number}/findings")
  @Operation(
      summary = "Read what an analysis found",
      description =
          "First what was put to the problem manager, then the others, the heaviest first.")
  Page<TrendFinding> findings(
      @PathVariable String number,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int size,
      Authentication me) {
    register
        .find(number)
        .filter(record -> record.type().equals("trend-analysis") && access.visible(record, me))
        .orElseThrow(() -> Refusal.unknownRecord(number));
    List<TrendFinding> findings =
        jdbc.sql(
                """
                select f.id, f.kind, f.title, f.service_id as service, f.category, f.ci, f.caller, f.symptom, f.problem,
                       f.incidents, f.before, f.growth, f.share, f.reopened, f.breached, f.explained, f.open_problem,
                       array_to_string(f.samples, ', ') as samples, f.in_hand, f.proposal, f.covered_by, f.decision, f.reason, f.decided_by, f.decided_at, f.raised
                from sms.trend_finding f where f.analysis = :number
                order by f.place, f.id limit :size offset :offset
                """)
            .param("number", number)
            .param("size", size)
            .param("offset", (long) page * size)
            .query(TrendFinding.class)
            .list();
    long total =
        jdbc.sql("select count(*) from sms.trend_finding where analysis = :number")
            .param("number", number)
            .query(Long.class)
            .single();
    return new Page<>(findings, page, size, total);
  }
}
