package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.clauseflow.security.RecordAccess;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/known-errors")
@Tag(name = "Known errors", description = "The known error base; for staff")
class KnownErrorsApi {

  private final KnownErrorSearch search;
  private final RecordAccess access;

  KnownErrorsApi(KnownErrorSearch search, RecordAccess access) {
    this.search = search;
    this.access = access;
  }

  @GetMapping
  @Operation(
      summary = "Find known errors, the most similar first",
      description =
          "Those with any of the words; with \"a phrase\" or a -word, those that fit only.")
  Page<KnownErrorRecord> list(
      @Parameter(description = "words") @RequestParam(required = false) @Size(max = 4000) String q,
      @RequestParam(required = false) @Size(max = 100) String service,
      @RequestParam(required = false) @Size(max = 100) String category,
      @Parameter(description = "the retired ones too") @RequestParam(defaultValue = "false")
          boolean retired,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "20") @Min(1) @Max(200) int size,
      Authentication me) {
    access.requireStaff(me);
    return search.page(q, service, category, retired, page, size, me);
  }

  @GetMapping("/{number}")
  @Operation(summary = "Look up a known error")
  KnownErrorRecord find(@PathVariable String number, Authentication me) {
    access.requireStaff(me);
    return search.find(number, me);
  }
}
