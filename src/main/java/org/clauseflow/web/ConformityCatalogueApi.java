package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import org.clauseflow.conformity.DeploymentAttempt;
import org.clauseflow.conformity.DeploymentAttempts;
import org.clauseflow.conformity.Deviation;
import org.clauseflow.conformity.Deviations;
import org.clauseflow.conformity.ModelsInForce;
import org.clauseflow.conformity.Requirement;
import org.clauseflow.conformity.RequirementCatalogue;
import org.clauseflow.conformity.Tailoring;
import org.clauseflow.record.Refusal;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/conformity")
@PreAuthorize(ConformityApi.READERS)
@Tag(
    name = "Catalogue of obligations",
    description = "What the organization adds, how it tailors, deviations, and who deployed what")
class ConformityCatalogueApi {

  private static final String CONTROLLER = "hasAuthority('documentController')";

  record OwnObligation(
      @NotBlank
          @Pattern(
              regexp = "[A-Z][A-Z0-9]{1,11}-[A-Za-z0-9.]{1,20}",
              message = "begins with capitals and a hyphen, such as ORG-1")
          String id,
      @NotBlank @Size(max = 500) @Schema(description = "the obligation, in a sentence") String says,
      @Size(max = 100)
          @Schema(description = "heading under which the matrix shows it; the source unless given")
          String clause,
      @NotBlank @Size(max = 200) @Schema(description = "law, contract or standard it comes from")
          String source,
      @NotEmpty
          @Size(max = 20)
          @Schema(description = "processes that are to carry it out; the first one owns it")
          List<@NotBlank @Pattern(regexp = "[a-z][a-z0-9-]{0,98}") String> processes) {

    Requirement requirement() {
      return new Requirement(
          id,
          clause == null || clause.isBlank() ? source.strip() : clause.strip(),
          says.strip(),
          processes,
          source.strip());
    }
  }

  record Tailored(
      @NotBlank @Size(max = 1000) @Schema(description = "how it is met, or that it does not apply")
          String note,
      @NotBlank @Size(max = 2000) @Schema(description = "why that is right") String justification,
      @Size(max = 20)
          @Schema(
              description = "how often evidence is due, in place of what the model plans",
              example = "P3M")
          String interval) {}

  record AskedDeviation(
      @NotBlank @Size(max = 40) String requirement,
      @NotBlank @Size(max = 100) String process,
      @NotBlank @Size(max = 2000) String reason,
      @NotNull @Schema(description = "the last day on which it holds") LocalDate expiresOn) {}

  private final RequirementCatalogue catalogue;
  private final Deviations deviations;
  private final ModelsInForce models;
  private final DeploymentAttempts attempts;

  ConformityCatalogueApi(
      RequirementCatalogue catalogue,
      Deviations deviations,
      ModelsInForce models,
      DeploymentAttempts attempts) {
    this.catalogue = catalogue;
    this.deviations = deviations;
    this.models = models;
    this.attempts = attempts;
  }

  @PostMapping("/obligations")
  @PreAuthorize(CONTROLLER)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Add an obligation of your own",
      description = "From a law, a contract, another standard. Models can carry it from now on.")
  ResponseEntity<Requirement> add(@RequestBody @Valid OwnObligation own, Authentication me) {
    catalogue.add(own.requirement(), me.getName());
    return ResponseEntity.created(URI.create("/api/conformity/obligations/" + own.id()))
        .body(own.requirement());
  }

  @DeleteMapping("/obligations/{id}")
  @PreAuthorize(CONTROLLER)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Withdraw an obligation of your own; its evidence stays")
  void withdraw(@PathVariable String id, Authentication me) {
    catalogue.withdraw(id, me.getName());
  }

  @PutMapping("/obligations/{id}/tailoring")
  @PreAuthorize(CONTROLLER)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Tailor an obligation",
      description = "How you meet it, or why it does not apply; the earlier note stays on file.")
  void tailor(@PathVariable String id, @RequestBody @Valid Tailored tailored, Authentication me) {
    String interval = tailored.interval();
    catalogue.tailor(
        new Tailoring(
            id,
            tailored.note().strip(),
            tailored.justification().strip(),
            interval == null || interval.isBlank() ? null : interval.strip(),
            me.getName(),
            null));
  }

  @DeleteMapping("/obligations/{id}/tailoring")
  @PreAuthorize(CONTROLLER)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "End the tailoring of an obligation: it applies as it stands")
  void endTailoring(@PathVariable String id, Authentication me) {
    catalogue.endTailoring(id, me.getName());
  }

  @GetMapping("/deviations")
  @Operation(summary = "List deviations, newest first")
  Page<Deviation> deviations(
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(500) int size) {
    List<Deviation> all = deviations.all();
    return new Page<>(
        all.stream().skip((long) page * size).limit(size).toList(), page, size, all.size());
  }

  @PostMapping("/deviations")
  @Operation(
      summary = "Ask for a deviation",
      description =
          "Until a day the process may do without an element for the obligation. Its owner asks, a document controller"
              + " approves.")
  ResponseEntity<Deviation> ask(@RequestBody @Valid AskedDeviation asked, Authentication me) {
    String owner =
        models.all().stream()
            .filter(model -> model.key().equals(asked.process()))
            .findFirst()
            .orElseThrow(
                () ->
                    new Refusal(
                        Refusal.Reason.INVALID, "process", "is not deployed: " + asked.process()))
            .owner();
    if (me.getAuthorities().stream().noneMatch(role -> role.getAuthority().equals(owner))) {
      throw new Refusal(
          Refusal.Reason.NOT_ALLOWED,
          "Only its owner asks for a deviation of %s: role %s".formatted(asked.process(), owner));
    }
    long id =
        deviations.ask(
            asked.requirement(),
            asked.process(),
            asked.reason().strip(),
            asked.expiresOn(),
            me.getName());
    return ResponseEntity.created(URI.create("/api/conformity/deviations/" + id))
        .body(deviations.all().stream().filter(d -> d.id() == id).findFirst().orElseThrow());
  }

  @PostMapping("/deviations/{id}/approval")
  @PreAuthorize(CONTROLLER)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Approve a deviation that somebody else asked for")
  void approve(@PathVariable long id, Authentication me) {
    deviations.approve(id, me.getName());
  }

  @DeleteMapping("/deviations/{id}")
  @PreAuthorize(CONTROLLER)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Refuse a deviation, or end it before it expires")
  void end(@PathVariable long id, Authentication me) {
    deviations.end(id, me.getName());
  }

  @GetMapping("/deployments")
  @Operation(
      summary = "Read who deployed, or tried to, what",
      description = "Newest first, with what was refused and why.")
  Page<DeploymentAttempt> deployments(
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(500) int size) {
    return new Page<>(attempts.page(page, size), page, size, attempts.count());
  }
}
