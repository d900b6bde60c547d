package org.clauseflow.redesign;

import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.clauseflow.redesign.RedesignStore.Redesign;
import org.springframework.stereotype.Component;

/**
 * Takes in the draft that was brought last, and refuses where none came. Who brings the first one
 * of a redesign that another process asked for becomes its author: sets author, reporter, ownerRole
 * and controllerRole then.
 */
@Component("takeDraft")
class TakeDraft implements JavaDelegate {

  private final RedesignStore store;
  private final Subjects subjects;
  private final Authors authors;
  private final Register register;

  TakeDraft(RedesignStore store, Subjects subjects, Authors authors, Register register) {
    this.store = store;
    this.subjects = subjects;
    this.authors = authors;
    this.register = register;
  }

  @Override
  public void execute(DelegateExecution step) {
    Redesign redesign = store.find(step.getProcessBusinessKey());
    int latest = store.latestRevision(redesign.number());
    if (latest <= redesign.revision()) {
      throw new Refusal(
          Reason.NOT_NOW,
          "No draft was brought for %s %s: bring it on the page Redesigns in Cockpit first"
              .formatted(
                  redesign.number(),
                  redesign.revision() == 0 ? "yet" : "since it was checked last"));
    }
    String author = redesign.author();
    if (author == null) {
      author = store.broughtBy(redesign.number(), latest);
      Set<String> owners = subjects.find(redesign.key()).orElseThrow().owners();
      step.setVariable("author", author);
      step.setVariable("reporter", author);
      step.setVariable("ownerRole", authors.owners(owners, author));
      step.setVariable("controllerRole", authors.controllers(author, null));
    }
    store.take(redesign.number(), latest, author);
    register.add(
        redesign.number(),
        Entry.of(
            author, "draft", "Revision " + latest, Map.of("revision", latest, "reporter", author)));
  }
}
