package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.io.IOException;
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
import org.clauseflow.work.Comments;
import org.clauseflow.work.RecordSheet;
import org.clauseflow.work.RecordSheets;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping("/api")
@Tag(
    name = "Records",
    description = "The register: records of every type, their journals and links")
class RecordsApi {

  /** What does nothing where it is opened. */
  private static final Set<String> INERT =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "text/plain");

  /** Who has nothing but these only reads. */
  private static final Set<String> READING = Set.of("auditor", "monitoring");

  private static final int LARGEST_FILE = 10 * 1024 * 1024;
  private static final int LONGEST_NAME = 200;

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
  private final RecordSheets sheets;
  private final RecordFinder finder;
  private final Comments comments;
  private final Idempotency idempotency;

  RecordsApi(
      Register register,
      RecordAccess access,
      ServiceTargets targets,
      MailLog mails,
      Attachments attachments,
      RecordSheets sheets,
      RecordFinder finder,
      Comments comments,
      Idempotency idempotency) {
    this.register = register;
    this.access = access;
    this.targets = targets;
    this.mails = mails;
    this.attachments = attachments;
    this.sheets = sheets;
    this.finder = finder;
    this.comments = comments;
    this.idempotency = idempotency;
  }

  @GetMapping("/records")
  @Operation(
      summary = "Find records of any type, the latest first",
      description =
          "By number or a part of it (INC-2026-000042, INC-42, 42), or by words of the title, of which the last may be the"
              + " beginning of one. Lists what you may see.")
  Page<RecordFinder.Found> list(
      @RequestParam
          @NotBlank
          @Size(max = 200)
          @Schema(description = "a number or words", example = "INC-42")
          String text,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "20") @Min(1) @Max(200) int size,
      Authentication me) {
    return finder.find(text, page, size, me);
  }

  @GetMapping("/records/{number}/sheet")
  @Operation(
      summary = "Read a record with what belongs to it",
      description =
          "Its facts with the names of what they mean, the latest entries of its journal, its links and its files.")
  RecordSheet sheet(@PathVariable String number, Authentication me) {
    return sheets.of(number, me);
  }

  @PostMapping("/records/{number}/comments")
  @Operation(
      summary = "Add a comment to a record",
      description =
          "A comment of the customer is the answer to the question that an incident or a request waits for, if it does.")
  @ApiResponse(responseCode = "204", description = "It stands in the journal")
  ResponseEntity<Void> comment(
      @PathVariable String number,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody Comment body,
      Authentication me) {
    return idempotency.once(
        key,
        me.getName(),
        List.of("comment on a record", number, body),
        Void.class,
        () -> {
          ServiceRecord record = visible(number, me);
          requireMoreThanReading(me);
          comments.add(record, body.text(), me.getName());
          return ResponseEntity.noContent().build();
        });
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
      @RequestParam(defaultValue = "false") boolean latestFirst,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int size,
      Authentication me) {
    visible(number, me);
    return new Page<>(
        register.journal(number, latestFirst, size, (long) page * size),
        page,
        size,
        register.entries(number));
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

  @PostMapping(
      path = "/records/{number}/attachments",
      consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Operation(
      summary = "Add a file to a record",
      description =
          "Of at most 10 MB. The journal names it with its hash; one that the record has already is not added again.")
  @ApiResponse(responseCode = "204", description = "It belongs to the record")
  ResponseEntity<Void> attach(
      @PathVariable String number, @RequestParam MultipartFile file, Authentication me)
      throws IOException {
    byte[] content = file.getBytes();
    return idempotency.once(
        null,
        me.getName(),
        List.of(),
        Void.class,
        () -> {
          visible(number, me);
          requireMoreThanReading(me);
          attachments.add(
              number,
              fileName(file.getOriginalFilename()),
              file.getContentType() == null
                  ? MediaType.APPLICATION_OCTET_STREAM_VALUE
                  : file.getContentType(),
              checked(content),
              me.getName(),
              null);
          return ResponseEntity.noContent().build();
        });
  }

  private static byte[] checked(byte[] content) {
    if (content.length == 0) {
      throw new Refusal(Refusal.Reason.INVALID, "file", "is empty: choose another");
    }
    if (content.length > LARGEST_FILE) {
      throw new Refusal(Refusal.Reason.INVALID, "file", "is larger than 10 MB: make it smaller");
    }
    return content;
  }

  /** Without the folders that some browsers name, and without what would break a line. */
  private static String fileName(String original) {
    String name =
        original == null
            ? ""
            : original.replaceAll(".*[/\\\\]", "").replaceAll("\\p{Cntrl}", " ").strip();
    if (name.isEmpty()) {
      throw new Refusal(Refusal.Reason.INVALID, "file", "has no name");
    }
    return name.length() > LONGEST_NAME ? name.substring(name.length() - LONGEST_NAME) : name;
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

  private static void requireMoreThanReading(Authentication me) {
    if (me.getAuthorities().stream().allMatch(role -> READING.contains(role.getAuthority()))) {
      throw new Refusal(
          Refusal.Reason.NOT_ALLOWED, "Your role reads everything and changes nothing");
    }
  }

  private ServiceRecord visible(String number, Authentication me) {
    return register
        .find(number)
        .filter(record -> access.visible(record, me))
        .orElseThrow(() -> Refusal.unknownRecord(number));
  }
}
