package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.clauseflow.work.Absence;
import org.clauseflow.work.Absences;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/absences")
@Tag(name = "Absences", description = "Who is away, and who acts for them meanwhile")
class AbsencesApi {

  record NewAbsence(
      @Size(max = 100) @Schema(description = "id of who is away; you yourself unless given")
          String person,
      @NotBlank @Size(max = 100) @Schema(description = "id of who acts for them") String deputy,
      @Schema(description = "when it begins; now unless given") Instant from,
      @NotNull @Schema(description = "when it is over") Instant until) {}

  record Choice(String id, String name) {}

  private final Absences absences;

  AbsencesApi(Absences absences) {
    this.absences = absences;
  }

  @GetMapping
  @Operation(
      summary = "Look through absences",
      description =
          "The latest first; to staff those of everybody, to others what concerns themselves.")
  Page<Absence> list(
      @RequestParam(defaultValue = "false") @Schema(description = "true: those that are over too")
          boolean past,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "20") @Min(1) @Max(100) int size,
      Authentication me) {
    return new Page<>(absences.list(past, page, size, me), page, size, absences.count(past, me));
  }

  @GetMapping("/people")
  @Operation(
      summary = "Read whose absence you may enter, by name",
      description = "Your own; that of everybody for the service manager and top management.")
  List<Choice> people(Authentication me) {
    return choices(absences.people(me));
  }

  @GetMapping("/deputies")
  @Operation(
      summary = "Read who may act for somebody, by name",
      description = "Who has a role of theirs. Of others than yourself for managers only.")
  List<Choice> deputies(
      @RequestParam(required = false) @Size(max = 100) String person, Authentication me) {
    return choices(absences.deputies(person == null ? me.getName() : person, me));
  }

  private static List<Choice> choices(Map<String, String> people) {
    return people.entrySet().stream()
        .map(person -> new Choice(person.getKey(), person.getValue()))
        .toList();
  }

  @PostMapping
  @Operation(
      summary = "Enter an absence",
      description =
          "While it lasts, tasks of the absent person go to the deputy, as far as the rules of each task allow, and come"
              + " back afterwards. Your own; that of others for the service manager and top management.")
  @ApiResponse(responseCode = "201", description = "It is entered; Location tells where it is")
  ResponseEntity<Absence> enter(@Valid @RequestBody NewAbsence body, Authentication me) {
    Absence entered =
        absences.enter(
            body.person == null ? me.getName() : body.person,
            body.deputy,
            body.from,
            body.until,
            me);
    return ResponseEntity.created(URI.create("/api/absences/" + entered.id())).body(entered);
  }

  @GetMapping("/{id}")
  @Operation(summary = "Read an absence")
  Absence one(@PathVariable long id, Authentication me) {
    return absences.find(id, me);
  }

  @DeleteMapping("/{id}")
  @Operation(
      summary = "End an absence now",
      description = "The tasks come back within seconds; what was yet to begin does not.")
  Absence end(@PathVariable long id, Authentication me) {
    return absences.end(id, me);
  }
}
