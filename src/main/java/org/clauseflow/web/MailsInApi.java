package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.List;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
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
@RequestMapping("/api/mails/in")
@PreAuthorize(
    "hasAnyAuthority('serviceDesk', 'incidentManager', 'serviceManager', 'auditor', 'camunda-admin')")
@Tag(name = "Mails in", description = "What came by mail, what became of it, and why")
class MailsInApi {

  record MailIn(
      long id,
      @Schema(description = "address, empty where the mail has none or several") String sender,
      @Schema(description = "id of the person, or of the customer whose address it is")
          String person,
      @Schema(description = "not shown of confidential records to those who may not see them")
          String subject,
      @Schema(description = "opened, joined, kept, refused, ignored, waiting or failed")
          String state,
      @Schema(description = "why it was kept, refused, ignored or could not be taken")
          String reason,
      String record,
      @Schema(description = "the beginning of a mail that was kept for people to read") String text,
      long size,
      int attempts,
      Instant nextAttempt,
      Instant receivedAt,
      Instant takenAt) {}

  private static final String SELECT =
      """
      select m.id, m.sender, m.person_id as person, case when r.number is null or %s then m.subject end as subject,
             m.state, m.reason, m.record_number as record, m.text, m.size, m.attempts, m.next_attempt, m.received_at,
             m.taken_at
      from sms.mail_in m left join sms.record r on r.number = m.record_number
      """;

  private final JdbcClient jdbc;
  private final RecordAccess access;

  MailsInApi(JdbcClient jdbc, RecordAccess access) {
    this.jdbc = jdbc;
    this.access = access;
  }

  @GetMapping
  @Operation(
      summary = "List mails that came, the latest first",
      description =
          "Those that were kept wait for somebody of the service desk: their sender is not known or has no part in the"
              + " record that they name.")
  Page<MailIn> list(
      @RequestParam(required = false)
          @Pattern(
              regexp = "opened|joined|kept|refused|ignored|waiting|failed",
              message = "is opened, joined, kept, refused, ignored, waiting or failed")
          String state,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size,
      Authentication me) {
    RecordAccess.Condition visible = access.condition("r", me);
    List<MailIn> mails =
        jdbc.sql(
                SELECT.formatted(visible.sql())
                    + "where :state::text is null or m.state = :state order by m.id desc limit :size offset :offset")
            .param("state", state)
            .param("size", size)
            .param("offset", (long) page * size)
            .params(visible.params())
            .query(MailIn.class)
            .list();
    long total =
        jdbc.sql("select count(*) from sms.mail_in where :state::text is null or state = :state")
            .param("state", state)
            .query(Long.class)
            .single();
    return new Page<>(mails, page, size, total);
  }

  @GetMapping("/{id}")
  @Operation(summary = "Look up a mail that came")
  MailIn find(@PathVariable long id, Authentication me) {
    RecordAccess.Condition visible = access.condition("r", me);
    return jdbc.sql(SELECT.formatted(visible.sql()) + "where m.id = :id")
        .param("id", id)
        .params(visible.params())
        .query(MailIn.class)
        .optional()
        .orElseThrow(() -> new Refusal(Reason.UNKNOWN, "There is no mail " + id + " that came"));
  }
}
