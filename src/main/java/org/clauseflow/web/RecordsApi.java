package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.clauseflow.clock.ServiceTargets;
import org.clauseflow.clock.TargetReport;
import org.clauseflow.notification.Mail;
import org.clauseflow.notification.MailLog;
import org.clauseflow.record.Attachment;
import org.clauseflow.record.Attachments;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.JournalFault;
import org.clauseflow.record.Link;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
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
@RequestMapping("/api")
@Tag(
    name = "Records",
    description = "The register: records of every type, their journals and links")
class RecordsApi {

  /** What does nothing where it is opened. */
  private static final Set<String> INERT =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "text/plain");

  /** Whether a journal is as it was written. */
  record Verification(boolean intact, List<JournalFault> faults) {

    static Verification of(List<JournalFault> faults) {
      return new Verification(faults.isEmpty(), faults);
    }
  }

  private final Register register;
  private final RecordAccess access;
  private final ServiceTargets targets;
  private final MailLog mails;
  private final Attachments attachments;

  RecordsApi(
      Register register,
      RecordAccess access,
      ServiceTargets targets,
      MailLog mails,
      Attachments attachments) {
    this.register = register;
    this.access = access;
    this.targets = targets;
    this.mails = mails;
    this.attachments = attachments;
  }

  @GetMapping("/records/{number}")
  @Operation(summary = "Look up a record of any type")
  ServiceRecord find(@PathVariable String number, Authentication me) {
    return visible(number, me);
  }

  @GetMapping("/records/{number}/journal")
  @Operation(
      summary = "Read a record's journal",
      description = "Who did what, when, at which step, and what changed.")
  Page<JournalEntry> journal(
      @PathVariable String number,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int size,
      Authentication me) {
    visible(number, me);
    List<JournalEntry> entries = register.journal(number);
    return new Page<>(
        entries.stream().skip((long) page * size).limit(size).toList(), page, size, entries.size());
  }

  @GetMapping("/records/{number}/links")
  @Operation(summary = "Read what other records a record has to do with")
  List<Link> links(@PathVariable String number, Authentication me) {
    visible(number, me);
    return register.links(number);
  }

  @GetMapping("/records/{number}/targets")
  @Operation(
      summary = "Read how a record's due dates came about",
      description =
          "Which agreement and service hours, which intervals counted and which pauses did not.")
  List<TargetReport> targets(@PathVariable String number, Authentication me) {
    visible(number, me);
    return targets.explain(number);
  }

  @GetMapping("/records/{number}/verification")
  @Operation(summary = "Check that a record's journal is as it was written")
  Verification verify(@PathVariable String number, Authentication me) {
    visible(number, me);
    return Verification.of(register.verify(number));
  }

  @GetMapping("/records/{number}/attachments")
  @Operation(summary = "Read which files belong to a record")
  List<Attachment> attachments(@PathVariable String number, Authentication me) {
    visible(number, me);
    return attachments.of(number);
  }

  @GetMapping("/records/{number}/attachments/{id}")
  @Operation(
      summary = "Fetch a file of a record",
      description = "To be saved; what a browser could run is handed out as bytes of no type.")
  ResponseEntity<byte[]> attachment(
      @PathVariable String number, @PathVariable long id, Authentication me) {
    visible(number, me);
    Attachment attachment =
        attachments
            .find(number, id)
            .orElseThrow(
                () -> new Refusal(Refusal.Reason.UNKNOWN, number + " has no attachment " + id));
    return ResponseEntity.ok()
        .contentType(
            INERT.contains(attachment.type())
                ? MediaType.parseMediaType(attachment.type())
                : MediaType.APPLICATION_OCTET_STREAM)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename(attachment.name(), StandardCharsets.UTF_8)
                .build()
                .toString())
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "sandbox; default-src 'none'")
        .body(attachments.content(attachment));
  }

  @GetMapping("/records/{number}/mails")
  @PreAuthorize(
      "hasAnyAuthority('serviceDesk', 'incidentManager', 'serviceManager', 'auditor', 'camunda-admin')")
  @Operation(summary = "Read who was told of a record by mail, who was not, and why")
  List<Mail> mails(@PathVariable String number, Authentication me) {
    visible(number, me);
    return mails.of(number);
  }

  @GetMapping("/journal/verification")
  @PreAuthorize("hasAnyAuthority('camunda-admin', 'auditor')")
  @Operation(
      summary = "Check all journals",
      description = "The first bad entry of each record whose journal is not as it was written.")
  Verification verifyAll() {
    return Verification.of(register.verify(null));
  }

  private ServiceRecord visible(String number, Authentication me) {
    return register
        .find(number)
        .filter(record -> access.visible(record, me))
        .orElseThrow(() -> Refusal.unknownRecord(number));
  }
}
