package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.clauseflow.control.ConfigurationRecords;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
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
@RequestMapping("/api/configuration-updates")
@PreAuthorize("@recordAccess.staff(authentication)")
@Tag(
    name = "Updates of the CMDB",
    description = "Ask for an update, look up what became of it, withdraw; for staff")
class ConfigurationUpdatesApi {

  record NewUpdate(
      @NotBlank @Size(max = 200) String title,
      @NotBlank @Size(max = 4000) String description,
      @Pattern(
              regexp = "register|change|relate|retire|defineType",
              message = "is register, change, relate, retire or defineType")
          @Schema(description = "what is to be done first; without it, who writes it down says it")
          String action,
      @Size(max = 100) @Schema(description = "id of the type of an item to be registered")
          String type,
      @Size(max = 100) @Schema(description = "number of the item that it is about") String item,
      @Size(max = 100) @Schema(description = "numbers of further items") List<String> items,
      @Size(max = 100)
          @Schema(description = "number of the approved request for change, if one is asked for")
          String change) {}

  record WithdrawalReason(@NotBlank @Size(max = 4000) String reason) {}

  private final ConfigurationRecords records;
  private final RecordSearch search;
  private final JdbcClient jdbc;
  private final RecordCalls<ConfigurationUpdate> calls;

  ConfigurationUpdatesApi(
      ConfigurationRecords records, RecordSearch search, Idempotency idempotency, JdbcClient jdbc) {
    this.records = records;
    this.search = search;
    this.jdbc = jdbc;
    this.calls =
        new RecordCalls<>(
            ConfigurationUpdate.VIEW, "/api/configuration-updates", search, idempotency);
  }

  @PostMapping
  @Operation(
      summary = "Ask for an update of the CMDB",
      description = "It is written down, checked and done by those who may, in Tasklist.")
  @ApiResponse(responseCode = "201", description = "It is open; Location tells where it is")
  ResponseEntity<ConfigurationUpdate> ask(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody NewUpdate body,
      Authentication me) {
    return calls.open(
        "ask for an update",
        key,
        body,
        me,
        () ->
            records.ask(
                new ConfigurationRecords.Update(
                    body.title,
                    body.description,
                    body.action,
                    body.type,
                    body.item,
                    body.items,
                    body.change),
                me.getName()));
  }

  @GetMapping
  @Operation(summary = "List updates of the CMDB, the latest first")
  Page<ConfigurationUpdate> list(
      @RequestParam(required = false) @Size(max = 100) String status,
      @RequestParam(defaultValue = "false") boolean mine,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size,
      Authentication me) {
    return search.page(ConfigurationUpdate.VIEW, status, null, mine, page, size, me);
  }

  @GetMapping("/{number}")
  @Operation(summary = "Look up an update of the CMDB")
  ConfigurationUpdate find(@PathVariable String number, Authentication me) {
    return search.find(ConfigurationUpdate.VIEW, number, me);
  }

  @GetMapping("/{number}/steps")
  @Operation(summary = "Read what an update changes, item by item")
  Page<ConfigurationUpdate.Step> steps(
      @PathVariable String number,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size,
      Authentication me) {
    search.find(ConfigurationUpdate.VIEW, number, me);
    List<ConfigurationUpdate.Step> steps =
        jdbc.sql(
                """
                select position, action, ci, summary, written_by, written_at, applied_by, applied_at, change
                from sms.ci_update where record = :number order by position limit :size offset :offset
                """)
            .param("number", number)
            .param("size", size)
            .param("offset", (long) page * size)
            .query(ConfigurationUpdate.Step.class)
            .list();
    long total =
        jdbc.sql("select count(*) from sms.ci_update where record = :number")
            .param("number", number)
            .query(Long.class)
            .single();
    return new Page<>(steps, page, size, total);
  }

  @PostMapping("/{number}/withdrawal")
  @Operation(
      summary = "Withdraw an update of the CMDB",
      description =
          "For who asked for it, and for the configuration manager. What was done already stays.")
  ResponseEntity<ConfigurationUpdate> withdraw(
      @PathVariable String number,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody WithdrawalReason body,
      Authentication me) {
    return calls.change(
        "withdraw an update",
        number,
        key,
        body,
        me,
        () -> {
          boolean may =
              me.getName().equals(find(number, me).reporter())
                  || me.getAuthorities().stream()
                      .anyMatch(role -> role.getAuthority().equals("configurationManager"));
          if (!may) {
            throw new AccessDeniedException("For who asked for it, and the configuration manager");
          }
          records.withdraw(number, body.reason, me.getName());
        });
  }
}
