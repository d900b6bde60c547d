package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.clauseflow.control.ConfigurationRecords;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/configuration-audits")
@PreAuthorize("@recordAccess.staff(authentication)")
@Tag(
    name = "Audits of the CMDB",
    description = "What was checked, what was found wrong, and what was decided on it; for staff")
class ConfigurationAuditsApi {

  record CallOffReason(@NotBlank @Size(max = 4000) String reason) {}

  private final ConfigurationRecords records;
  private final RecordSearch search;
  private final JdbcClient jdbc;
  private final RecordCalls<ConfigurationAudit> calls;

  ConfigurationAuditsApi(
      ConfigurationRecords records, RecordSearch search, Idempotency idempotency, JdbcClient jdbc) {
    this.records = records;
    this.search = search;
    this.jdbc = jdbc;
    this.calls =
        new RecordCalls<>(
            ConfigurationAudit.VIEW, "/api/configuration-audits", search, idempotency);
  }

  @GetMapping
  @Operation(summary = "List audits of the CMDB, the latest first")
  Page<ConfigurationAudit> list(
      @RequestParam(required = false) @Size(max = 100) String status,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size,
      Authentication me) {
    return search.page(ConfigurationAudit.VIEW, status, null, false, page, size, me);
  }

  @GetMapping("/{number}")
  @Operation(summary = "Look up an audit of the CMDB")
  ConfigurationAudit find(@PathVariable String number, Authentication me) {
    return search.find(ConfigurationAudit.VIEW, number, me);
  }

  @GetMapping("/{number}/sample")
  @Operation(summary = "Read what people checked, item by item")
  Page<ConfigurationAudit.Checked> sample(
      @PathVariable String number,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int size,
      Authentication me) {
    return page(
        """
        select i.position, i.ci, c.name, i.result, i.note, i.checked_by, i.checked_at
        from sms.audit_item i join sms.ci c on c.id = i.ci where i.audit = :number order by i.position
        """,
        ConfigurationAudit.Checked.class,
        number,
        page,
        size,
        me);
  }

  @GetMapping("/{number}/deficiencies")
  @Operation(summary = "Read what an audit found wrong, and what was decided on it")
  Page<ConfigurationAudit.Deficiency> deficiencies(
      @PathVariable String number,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int size,
      Authentication me) {
    return page(
        """
        select d.place, d.kind, d.title, d.detail, d.count, array_to_string(d.cis, ', ') as items, d.decision, d.reason,
               d.decided_by, d.decided_at,
               (select max(m.raised) from sms.message m
                where m.from_record = d.audit and m.variables->>'title' = left('Audit: ' || d.title, 200)) as raised
        from sms.audit_deficiency d where d.audit = :number order by d.place
        """,
        ConfigurationAudit.Deficiency.class,
        number,
        page,
        size,
        me);
  }

  @PostMapping("/{number}/calling-off")
  @PreAuthorize("hasAnyAuthority('configurationManager', 'serviceManager')")
  @Operation(summary = "Call an audit of the CMDB off")
  ResponseEntity<ConfigurationAudit> callOff(
      @PathVariable String number,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody CallOffReason body,
      Authentication me) {
    return calls.change(
        "call an audit off",
        number,
        key,
        body,
        me,
        () -> records.callOff(number, body.reason, me.getName()));
  }

  private <T> Page<T> page(
      String sql, Class<T> shape, String number, int page, int size, Authentication me) {
    search.find(ConfigurationAudit.VIEW, number, me);
    List<T> items =
        jdbc.sql(sql + " limit :size offset :offset")
            .param("number", number)
            .param("size", size)
            .param("offset", (long) page * size)
            .query(shape)
            .list();
    long total =
        jdbc.sql("select count(*) from (" + sql + ") x")
            .param("number", number)
            .query(Long.class)
            .single();
    return new Page<>(items, page, size, total);
  }
}
