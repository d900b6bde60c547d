package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HexFormat;
import org.clauseflow.conformity.AuditPack;
import org.clauseflow.conformity.Period;
import org.clauseflow.security.RecordAccess;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(
    name = "Conformity",
    description = "Every obligation, the elements that carry it out, and the evidence")
class ConformityPackApi {

  private final AuditPack packs;
  private final RecordAccess access;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  ConformityPackApi(AuditPack packs, RecordAccess access, Clock clock) {
    this.packs = packs;
    this.access = access;
    this.clock = clock;
  }

  @GetMapping(value = "/api/conformity/pack", produces = "application/zip")
  @PreAuthorize("hasAnyAuthority('auditor', 'documentController', 'camunda-admin')")
  @Operation(
      summary = "Take the audit pack of a period along",
      description =
          "One ZIP: the matrix, the models in force with pictures, records drawn by lot with their journals, the result of"
              + " verifying all journals, and the hash of every file. Its README.html says how to check it.")
  ResponseEntity<Resource> pack(
      @Parameter(description = "first day of the period; a year before the last unless given")
          @RequestParam(required = false)
          LocalDate from,
      @Parameter(description = "last day of the period; today unless given")
          @RequestParam(required = false)
          LocalDate until,
      @Parameter(
              description =
                  "by which records are drawn, of letters, digits, points, hyphens and underscores; with the same one the same"
                      + " are drawn again; by chance unless given",
              example = "audit-2026-spring")
          @RequestParam(required = false)
          @Size(max = 100)
          String seed,
      @Parameter(description = "how many records of each type, 200 at most")
          @RequestParam(defaultValue = "10")
          @Min(1)
          @Max(200)
          int sample,
      Authentication me)
      throws IOException {
    AuditPack.Order order =
        new AuditPack.Order(
            Period.of(from, until, clock),
            seed == null || seed.isBlank() ? anySeed() : seed.strip(),
            sample,
            me.getName(),
            access.condition("r", me));
    // a slow line does not hold the database, and what goes wrong is told as an error
    Path file = Files.createTempFile("audit-pack", ".zip");
    try {
      try (OutputStream out = Files.newOutputStream(file)) {
        packs.write(order, out);
      }
      return ResponseEntity.ok()
          .contentType(MediaType.parseMediaType("application/zip"))
          .contentLength(Files.size(file))
          .header(
              HttpHeaders.CONTENT_DISPOSITION,
              ContentDisposition.attachment()
                  .filename(
                      "audit-pack-%s-%s.zip"
                          .formatted(order.period().from(), order.period().until()))
                  .build()
                  .toString())
          .header(HttpHeaders.CACHE_CONTROL, "no-store")
          .body(
              new InputStreamResource(
                  Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE)));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private String anySeed() {
    byte[] seed = new byte[8];
    random.nextBytes(seed);
    return HexFormat.of().formatHex(seed);
  }
}
