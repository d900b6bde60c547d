package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.clauseflow.redesign.DraftFile;
import org.clauseflow.redesign.Pictures;
import org.clauseflow.redesign.Redesigns;
import org.clauseflow.redesign.RefusedDrafts;
import org.clauseflow.security.RecordAccess;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping("/api/redesigns")
@Tag(
    name = "Redesigns",
    description =
        "Drafts of processes and decision tables: hand in, correct, withdraw; what differs, past cases replayed, running"
            + " cases. Handed in by who answers for it and by process owners; seen by staff")
class RedesignsApi {

  /** A picture is shown in a page, and reaches nothing from there. */
  private static final String SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'";

  private final Redesigns redesigns;
  private final RefusedDrafts refused;
  private final Pictures pictures;
  private final RedesignReports reports;
  private final RecordSearch search;
  private final RecordAccess access;
  private final Idempotency idempotency;
  private final RecordCalls<Redesign> calls;

  RedesignsApi(
      Redesigns redesigns,
      RefusedDrafts refused,
      Pictures pictures,
      RedesignReports reports,
      RecordSearch search,
      RecordAccess access,
      Idempotency idempotency) {
    this.redesigns = redesigns;
    this.refused = refused;
    this.pictures = pictures;
    this.reports = reports;
    this.search = search;
    this.access = access;
    this.idempotency = idempotency;
    this.calls = new RecordCalls<>(Redesign.VIEW, "/api/redesigns", search, idempotency);
  }

  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Operation(
      summary = "Hand in a draft of a process or a decision table",
      description =
          "One .bpmn or one .dmn, with the forms and tables that change with it, each of 2 MB at most. It is checked, replayed"
              + " and approved before it is deployed. The same draft once more is the same redesign.")
  @ApiResponse(responseCode = "201", description = "The redesign is open; Location tells where")
  @ApiResponse(responseCode = "200", description = "The very same draft is a redesign already")
  ResponseEntity<Redesign> handIn(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @RequestParam @NotBlank @Size(max = 200) @Schema(description = "what becomes different")
          String title,
      @RequestParam @NotBlank @Size(max = 4000) @Schema(description = "why") String description,
      @RequestParam(required = false)
          @Size(max = 200)
          @Schema(description = "id of the process or decision; left out, the files say it")
          String subject,
      @RequestPart(required = false) List<MultipartFile> files,
      Authentication me) {
    access.requireStaff(me);
    List<DraftFile> brought = read(files);
    return idempotency.once(
        key,
        me.getName(),
        Arrays.asList("hand in", title, description, subject, brought),
        Redesign.class,
        () -> {
          var draft =
              new Redesigns.HandedIn(
                  subject == null || subject.isBlank() ? null : subject.strip(),
                  title,
                  description,
                  brought,
                  "api");
          Redesigns.Taken taken =
              refused.noted(
                  me.getName(), title, brought, () -> redesigns.handIn(draft, me.getName()));
          Redesign redesign = search.find(Redesign.VIEW, taken.number(), me);
          return taken.known()
              ? ResponseEntity.ok(redesign)
              : ResponseEntity.created(URI.create("/api/redesigns/" + taken.number()))
                  .body(redesign);
        });
  }

  @GetMapping
  @Operation(summary = "List redesigns, the latest first")
  Page<Redesign> list(
      @RequestParam(required = false) @Size(max = 100) String status,
      @RequestParam(defaultValue = "false") boolean mine,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size,
      Authentication me) {
    access.requireStaff(me);
    return search.page(Redesign.VIEW, status, null, mine, page, size, me);
  }

  @GetMapping("/{number}")
  @Operation(
      summary = "Look up a redesign",
      description = "With what is to be corrected, and the files that were brought last.")
  RedesignReports.Details find(@PathVariable String number, Authentication me) {
    access.requireStaff(me);
    return reports.details(number, me);
  }

  @PostMapping(path = "/{number}/draft", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Operation(
      summary = "Bring the draft that is asked for, or the corrected one",
      description = "By its author, when the redesign asks for a draft. It is checked then.")
  ResponseEntity<Redesign> bring(
      @PathVariable String number,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @RequestPart(required = false) List<MultipartFile> files,
      Authentication me) {
    access.requireStaff(me);
    List<DraftFile> brought = read(files);
    return calls.change(
        "bring draft",
        number,
        key,
        brought,
        me,
        () ->
            refused.noted(
                me.getName(),
                number,
                brought,
                () -> {
                  redesigns.bring(number, brought, me.getName());
                  return number;
                }));
  }

  @GetMapping("/{number}/draft/{file}")
  @Operation(summary = "Read a file of the draft that was brought last")
  @ApiResponse(responseCode = "200", description = "The file, to be saved")
  ResponseEntity<byte[]> file(
      @PathVariable String number, @PathVariable String file, Authentication me) {
    access.requireStaff(me);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename(file, StandardCharsets.UTF_8)
                .build()
                .toString())
        .body(reports.file(number, file, me));
  }

  @GetMapping("/{number}/difference")
  @Operation(
      summary = "List what differs from the version in force",
      description = "Elements of the model, then forms and tables that come with it.")
  List<RedesignReports.Change> difference(@PathVariable String number, Authentication me) {
    access.requireStaff(me);
    return reports.difference(number, me);
  }

  @GetMapping("/{number}/pictures/was")
  @Operation(
      summary = "See the version in force, with what goes and changes marked",
      description = "A process as a picture (SVG), a decision table as HTML.")
  @ApiResponse(responseCode = "200", description = "The picture")
  ResponseEntity<String> was(@PathVariable String number, Authentication me) {
    access.requireStaff(me);
    search.find(Redesign.VIEW, number, me);
    return picture(pictures.was(number, me.getName()));
  }

  @GetMapping("/{number}/pictures/becomes")
  @Operation(
      summary = "See the draft, with what comes and changes marked",
      description = "A process as a picture (SVG), a decision table as HTML.")
  @ApiResponse(responseCode = "200", description = "The picture")
  ResponseEntity<String> becomes(@PathVariable String number, Authentication me) {
    access.requireStaff(me);
    search.find(Redesign.VIEW, number, me);
    return picture(pictures.becomes(number));
  }

  @GetMapping("/{number}/replay")
  @Operation(
      summary = "Read where past cases and decisions would have gone otherwise",
      description = "The last 200 closed cases and the last 500 decisions of each table.")
  RedesignReports.Replay replay(@PathVariable String number, Authentication me) {
    access.requireStaff(me);
    return reports.replay(number, me);
  }

  @GetMapping("/{number}/moves")
  @Operation(
      summary = "Read what becomes of running cases",
      description =
          "Where they stand, which can move and which cannot, and why; and what became of them.")
  RedesignReports.Moves moves(@PathVariable String number, Authentication me) {
    access.requireStaff(me);
    return reports.moves(number, me);
  }

  @DeleteMapping("/{number}")
  @Operation(
      summary = "Withdraw a redesign",
      description = "By its author, before it is deployed. Its record stays.")
  ResponseEntity<Redesign> withdraw(
      @PathVariable String number,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @RequestParam @NotBlank @Size(max = 4000) @Schema(description = "why") String reason,
      Authentication me) {
    access.requireStaff(me);
    return calls.change(
        "withdraw",
        number,
        key,
        reason,
        me,
        () -> redesigns.withdraw(number, reason, me.getName()));
  }

  private static ResponseEntity<String> picture(Pictures.Picture picture) {
    return ResponseEntity.ok()
        .contentType(
            new MediaType(
                picture.table() ? MediaType.TEXT_HTML : MediaType.valueOf("image/svg+xml"),
                StandardCharsets.UTF_8))
        .header("Content-Security-Policy", SANDBOX)
        .header("X-Content-Type-Options", "nosniff")
        .body(picture.content());
  }

  private static List<DraftFile> read(List<MultipartFile> files) {
    List<DraftFile> read = new ArrayList<>();
    for (MultipartFile file : Objects.requireNonNullElse(files, List.<MultipartFile>of())) {
      try {
        read.add(new DraftFile(file.getOriginalFilename(), file.getBytes()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return read;
  }
}
