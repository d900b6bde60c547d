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
import jakarta.validation.constraints.Size;
import java.util.List;
import org.clauseflow.work.ChosenTasks;
import org.clauseflow.work.Outcome;
import org.clauseflow.work.WorkChoices;
import org.clauseflow.work.WorkFilter;
import org.clauseflow.work.WorkItem;
import org.clauseflow.work.WorkPage;
import org.clauseflow.work.Worklist;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/work")
@Tag(
    name = "Worklist",
    description = "Open tasks: look through them; claim, hand on and complete many at once")
class WorkApi {

  /** As many as a page of the list has at most. */
  private static final int MOST = 100;

  record Filter(
      @Schema(
              description =
                  "mine, teams, late (or about to be), unassigned or all; all unless given",
              example = "mine")
          @Size(max = 20)
          String view,
      @Size(max = 255) @Schema(description = "a process", example = "incident-management")
          String process,
      @Size(max = 100) @Schema(description = "id of a service") String service,
      @Size(max = 20) @Schema(description = "critical, high, moderate or low") String priority,
      @Size(max = 200)
          @Schema(description = "number of a record, or beginnings of words in its title")
          String text) {

    WorkFilter asked() {
      return new WorkFilter(
          given(view), given(process), given(service), given(priority), given(text));
    }

    private static String given(String value) {
      return value == null || value.isBlank() ? null : value.strip();
    }
  }

  record Chosen(
      @NotEmpty @Size(max = MOST) @Schema(description = "ids of tasks")
          List<@NotBlank @Size(max = 64) String> tasks) {}

  record Reassignment(
      @NotEmpty @Size(max = MOST) @Schema(description = "ids of tasks")
          List<@NotBlank @Size(max = 64) String> tasks,
      @NotNull @Size(max = 100) @Schema(description = "id of a person who may have them")
          String person) {}

  record Choice(String id, String name) {}

  private final Worklist worklist;
  private final ChosenTasks chosenTasks;
  private final WorkChoices choices;

  WorkApi(Worklist worklist, ChosenTasks chosenTasks, WorkChoices choices) {
    this.worklist = worklist;
    this.chosenTasks = chosenTasks;
    this.choices = choices;
  }

  @GetMapping
  @Operation(
      summary = "Look through the open tasks that you may see",
      description =
          "What is due first comes first. They are counted up to 200; more says that there are more.")
  WorkPage list(
      @Valid Filter filter,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "20") @Min(1) @Max(MOST) int size,
      Authentication me) {
    return worklist.page(filter.asked(), page, size, me);
  }

  @GetMapping("/tasks")
  @Operation(
      summary = "Read some open tasks",
      description = "Those of them that are open and that you may see, what is due first first.")
  List<WorkItem> tasks(
      @RequestParam @NotEmpty @Size(max = MOST) List<@NotBlank @Size(max = 64) String> task,
      Authentication me) {
    return worklist.of(task, me);
  }

  @GetMapping("/choices")
  @Operation(summary = "Read by what the worklist can be filtered")
  WorkChoices.Choices choices() {
    return choices.all();
  }

  @GetMapping("/people")
  @Operation(summary = "Read who may have all of these tasks, by name")
  List<Choice> people(
      @RequestParam @NotEmpty @Size(max = MOST) List<@NotBlank @Size(max = 64) String> task,
      Authentication me) {
    return chosenTasks.people(task, me).entrySet().stream()
        .map(person -> new Choice(person.getKey(), person.getValue()))
        .toList();
  }

  @PostMapping("/claims")
  @Operation(
      summary = "Claim tasks",
      description = "Each for itself: the answer says of each whether it was done, or why not.")
  List<Outcome> claim(@Valid @RequestBody Chosen body, Authentication me) {
    return chosenTasks.claim(body.tasks, me);
  }

  @PostMapping("/reassignments")
  @Operation(
      summary = "Hand tasks on to somebody",
      description =
          "For who answers for the process, to somebody who may have the task. Each for itself, as above.")
  List<Outcome> reassign(@Valid @RequestBody Reassignment body, Authentication me) {
    return chosenTasks.reassign(body.tasks, body.person, me);
  }

  @PostMapping("/completions")
  @Operation(
      summary = "Complete tasks that need no answer",
      description =
          "Yours only, and only where the form can be left as it opens. Each for itself, as above.")
  List<Outcome> complete(@Valid @RequestBody Chosen body, Authentication me) {
    return chosenTasks.complete(body.tasks, me);
  }
}
