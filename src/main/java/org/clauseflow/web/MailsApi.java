package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.clauseflow.notification.Mail;
import org.clauseflow.notification.MailLog;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/mails")
@Tag(name = "Mails", description = "What was sent to whom, what was not, and why")
class MailsApi {

  private final MailLog log;
  private final Idempotency idempotency;

  MailsApi(MailLog log, Idempotency idempotency) {
    this.log = log;
    this.idempotency = idempotency;
  }

  @GetMapping
  @PreAuthorize("hasAnyAuthority('serviceManager', 'serviceDesk', 'camunda-admin')")
  @Operation(summary = "List mails, the latest first")
  Page<Mail> list(
      @RequestParam(required = false)
          @Pattern(
              regexp = "waiting|sending|sent|skipped|failed|uncertain",
              message = "is waiting, sending, sent, skipped, failed or uncertain")
          String state,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size) {
    List<Mail> mails = log.latest(state, size, (long) page * size);
    return new Page<>(mails, page, size, log.count(state));
  }

  @PostMapping("/{id}/resend")
  @PreAuthorize("hasAnyAuthority('serviceManager', 'camunda-admin')")
  @Operation(summary = "Send a mail again that failed, or of which nobody knows whether it arrived")
  ResponseEntity<Mail> resend(
      @PathVariable long id,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      Authentication me) {
    return idempotency.once(
        key,
        me.getName(),
        List.of("resend", id),
        Mail.class,
        () -> {
          Mail mail =
              log.find(id).orElseThrow(() -> new Refusal(Reason.UNKNOWN, "There is no mail " + id));
          if (!log.resend(id, me.getName())) {
            throw new Refusal(
                Reason.NOT_NOW,
                "Mail "
                    + id
                    + " is "
                    + mail.state()
                    + ": only a mail that failed or is uncertain can be sent again");
          }
          return ResponseEntity.ok(log.find(id).orElseThrow());
        });
  }
}
