package org.clauseflow.redesign;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.springframework.stereotype.Component;

/**
 * Finds what is redesigned, whose it is, and who approves it. Sets kind, subjectName, reporter,
 * ownerRole, controllerRole and draftThere (yes or no).
 */
@Component("beginRedesign")
class BeginRedesign implements JavaDelegate {

  private final RedesignStore store;
  private final Subjects subjects;
  private final Authors authors;
  private final Register register;

  BeginRedesign(RedesignStore store, Subjects subjects, Authors authors, Register register) {
    this.store = store;
    this.subjects = subjects;
    this.authors = authors;
    this.register = register;
  }

  @Override
  public void execute(DelegateExecution step) {
    String number = step.getProcessBusinessKey();
    String key = (String) step.getVariable("subject");
    String author = (String) step.getVariable("author");
    Number draft = (Number) step.getVariable("draft");
    Optional<Subject> inForce = subjects.find(key);
    if (inForce.isEmpty() && draft == null) {
      throw new Refusal(Reason.UNKNOWN, "There is no process and no decision table " + key);
    }
    Optional<Draft> brought =
        draft == null
            ? Optional.empty()
            : Optional.of(Draft.of(store.brought(draft.longValue(), author)));
    SubjectKind kind = inForce.map(Subject::kind).orElseGet(() -> brought.orElseThrow().kind());
    Set<String> owners =
        inForce.map(Subject::owners).orElseGet(() -> Subjects.owners(brought.orElseThrow()));
    if (author != null) {
      authors.requireAuthor(author, key, owners);
    }
    store.open(number, kind, key, author);
    if (brought.isPresent()) {
      store.attach(draft.longValue(), number);
      store.take(number, store.latestRevision(number), author);
    }
    step.setVariable("draftThere", brought.isPresent() ? "yes" : "no");
    step.setVariable("kind", kind.word());
    step.setVariable(
        "subjectName", inForce.map(Subject::name).orElseGet(() -> brought.orElseThrow().name()));
    step.setVariable("ownerRole", authors.owners(owners, author));
    step.setVariable("controllerRole", authors.controllers(author, null));
    if (author != null) {
      step.setVariable("reporter", author);
      register.add(
          number, Entry.of(author, "begun", null, Map.of("reporter", author, "kind", kind.word())));
    }
  }
}
