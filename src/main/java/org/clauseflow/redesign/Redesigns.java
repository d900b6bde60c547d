package org.clauseflow.redesign;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.catalogue.People;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.clauseflow.redesign.RedesignStore.Redesign;
import org.clauseflow.steps.OnBehalf;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What authors do with redesigns from outside the tasks: bring a draft, correct it, withdraw. */
@Service
public class Redesigns {

  static final String DRAFT_ASKED = "draft asked";

  private static final Set<String> DECIDED =
      Set.of(
          "being deployed",
          "moving cases",
          "migration to be decided",
          "migration incomplete",
          "being rolled back");

  private static final String WAITING_TASK = "userTask_bring";

  /**
   * A draft as it is handed in.
   *
   * @param subject id of the process or table, null: the files say it, and it may be a new one
   * @param source where it comes from: api, page or modeler
   */
  public record HandedIn(
      String subject, String title, String description, List<DraftFile> files, String source) {}

  /**
   * @param known whether just this draft had been handed in before
   */
  public record Taken(String number, boolean known) {}

  private final RedesignStore store;
  private final Subjects subjects;
  private final Authors authors;
  private final People people;
  private final OnBehalf onBehalf;
  private final TaskService tasks;
  private final Register register;

  Redesigns(
      RedesignStore store,
      Subjects subjects,
      Authors authors,
      People people,
      OnBehalf onBehalf,
      TaskService tasks,
      Register register) {
    this.store = store;
    this.subjects = subjects;
    this.authors = authors;
    this.people = people;
    this.onBehalf = onBehalf;
    this.tasks = tasks;
    this.register = register;
  }

  /**
   * Takes a draft in: as a redesign of its own, or for the one of its author that waits for it. The
   * same draft twice is one redesign.
   */
  @Transactional
  public Taken handIn(HandedIn handedIn, String person) {
    Draft draft = Draft.of(handedIn.files());
    String key = draft.key();
    Optional<Subject> inForce =
        onBehalf.of(person, () -> inForce(handedIn.subject() == null ? key : handedIn.subject()));
    if (handedIn.subject() != null) {
      requireKnown(handedIn.subject(), inForce);
      requireSame(handedIn.subject(), draft);
    }
    inForce.ifPresent(subject -> requireKind(subject, draft));
    authors.requireAuthor(
        person, key, inForce.map(Subject::owners).orElseGet(() -> Subjects.owners(draft)));
    Optional<Redesign> same = store.withDraft(draft.sha256());
    if (same.isPresent()) {
      return new Taken(same.get().number(), true);
    }
    Optional<Redesign> waiting = store.waitingFor(person, key);
    if (waiting.isPresent()) {
      bring(waiting.get(), draft, person);
      return new Taken(waiting.get().number(), false);
    }
    Map<String, Object> variables = new LinkedHashMap<>();
    variables.put("subject", key);
    variables.put("title", handedIn.title());
    variables.put("description", handedIn.description());
    variables.put("source", handedIn.source());
    variables.put("draft", store.keep(draft, person));
    return new Taken(onBehalf.start(person, "redesign.submitted", variables), false);
  }

  /** Brings the draft that a redesign waits for, or the corrected one. */
  @Transactional
  public void bring(String number, List<DraftFile> files, String person) {
    Draft draft = Draft.of(files);
    Redesign redesign = store.find(number);
    requireMayBring(redesign, person);
    requireSame(redesign.key(), draft);
    if (!redesign.open() || !DRAFT_ASKED.equals(redesign.status())) {
      throw notAsked(redesign);
    }
    bring(redesign, draft, person);
  }

  private void bring(Redesign redesign, Draft draft, String person) {
    if (store.withDraft(draft.sha256()).isPresent()) {
      throw new Refusal(
          Reason.NOT_NOW,
          "This very draft is in a redesign already: correct it first. What is to be corrected stands in "
              + redesign.number());
    }
    store.attach(store.keep(draft, person), redesign.number());
    onBehalf.of(
        person,
        () -> {
          String task =
              Optional.ofNullable(
                      tasks
                          .createTaskQuery()
                          .processInstanceId(redesign.processInstance())
                          .taskDefinitionKey(WAITING_TASK)
                          .singleResult())
                  .map(Task::getId)
                  .orElseThrow(() -> notAsked(redesign));
          tasks.complete(task, Map.of("bringing", "brought"));
          return null;
        });
  }

  /** It is not wanted any more, at any time before it is deployed. */
  @Transactional
  public void withdraw(String number, String reason, String person) {
    Redesign redesign = store.find(number);
    requireAuthorOf(redesign, person);
    if (DECIDED.contains(redesign.status())) {
      throw new Refusal(
          Reason.NOT_NOW,
          "%s is %s: it is approved and on its way. Redesign it again"
              .formatted(number, redesign.status()));
    }
    register.add(number, Entry.of(person, "comment", reason, Map.of("reason", reason)));
    boolean heard =
        onBehalf.tell(
            person, redesign.processInstance(), "redesign.withdrawn", Map.of("reason", reason));
    if (!heard) {
      throw new Refusal(
          Reason.NOT_NOW, "%s is %s: it is over already".formatted(number, redesign.status()));
    }
  }

  private static Refusal notAsked(Redesign redesign) {
    return new Refusal(
        Reason.NOT_NOW,
        "%s is %s: a draft is brought when it is asked for"
            .formatted(redesign.number(), redesign.status()));
  }

  private Optional<Subject> inForce(String key) {
    return key.isEmpty() ? Optional.empty() : subjects.find(key);
  }

  /** Who brings the first draft of what another process asked for becomes its author. */
  private void requireMayBring(Redesign redesign, String person) {
    if (redesign.author() == null) {
      Optional<Subject> inForce = onBehalf.of(person, () -> inForce(redesign.key()));
      authors.requireAuthor(person, redesign.key(), inForce.orElseThrow().owners());
    } else {
      requireAuthorOf(redesign, person);
    }
  }

  private void requireAuthorOf(Redesign redesign, String person) {
    if (redesign.author() == null || !people.same(person, redesign.author())) {
      throw new Refusal(
          Reason.NOT_ALLOWED,
          "%s is redesigned by %s: only its author brings drafts and withdraws it"
              .formatted(
                  redesign.number(), redesign.author() == null ? "nobody yet" : redesign.author()));
    }
  }

  private static void requireKnown(String key, Optional<Subject> inForce) {
    if (inForce.isEmpty()) {
      throw new Refusal(
          Reason.UNKNOWN,
          "There is no process and no decision table %s; leave subject out to bring a new one"
              .formatted(key));
    }
  }

  private static void requireSame(String key, Draft draft) {
    if (!draft.key().equals(key)) {
      throw new Refusal(
          Reason.INVALID,
          "files",
          "hold %s \"%s\", and this is a redesign of \"%s\""
              .formatted(draft.kind().word(), draft.key(), key));
    }
  }

  private static void requireKind(Subject subject, Draft draft) {
    if (subject.kind() != draft.kind()) {
      throw new Refusal(
          Reason.INVALID,
          "files",
          "hold the %s \"%s\", and that is the id of a %s already: choose another id"
              .formatted(draft.kind().word(), draft.key(), subject.kind().word()));
    }
  }
}
