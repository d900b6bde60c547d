package org.clauseflow.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.ProcessStory;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Messages;
import org.clauseflow.record.Opening;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What stories about the board are told with: requests for change, edits of them, and votes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CabStory extends ProcessStory {

  protected static final Map<String, Object> CONSIDERED =
      Map.of(
          "considerRisks", "The portal may be away for ten minutes",
          "considerImpact", "Nordwind's customers cannot log in meanwhile",
          "considerRequirements", "Within the agreed maintenance window",
          "considerBenefit", "Invoices open twice as fast",
          "considerFeasibility", "Done twice in the test environment",
          "considerFinance", "1000 EUR, planned");

  @Autowired protected Messages messages;
  @Autowired protected PlatformTransactionManager transactionManager;

  private Deployment deployed;

  /** The processes that call those of the board here. */
  @BeforeAll
  void callers() {
    deployed =
        repository
            .createDeployment()
            .name("callers of the board " + getClass().getSimpleName())
            .addClasspathResource("org/clauseflow/control/cab-change.bpmn")
            .addClasspathResource("org/clauseflow/control/cab-vote-caller.bpmn")
            .deploy();
  }

  @AfterAll
  void takenAway() {
    identity.clearAuthentication();
    repository.deleteDeployment(deployed.getId(), true);
  }

  /** A moderate risk for the portal, which one customer alone uses. */
  protected static Map<String, Object> change(Object... other) {
    Map<String, Object> change =
        values(
            "title", "Renew the portal's front end",
            "description", "Version 2026.4 of the front end; the database stays",
            "benefit", "Invoices open twice as fast",
            "service", "portal",
            "reporter", "anna",
            "implementer", "david",
            "supportGroup", "applicationSupport",
            "changeKind", "change",
            "changeType", "normal",
            "risk", "moderate",
            "board", "normal",
            "plannedStart", "2026-03-20T20:00:00Z",
            "plannedEnd", "2026-03-20T21:00:00Z",
            "testPlan", "Log in, open an invoice",
            "remedyPlan", "Back to 2026.3",
            "cost", 1000);
    change.putAll(values(other));
    return change;
  }

  /** Has a change decided: the number of the decision. */
  protected String ask(Map<String, Object> change) {
    identity.clearAuthentication();
    String number = runtime.startProcessInstanceByKey("cab-change", change).getBusinessKey();
    return boardOf(number);
  }

  protected String boardOf(String change) {
    return register.links(change).stream()
        .filter(link -> link.to().equals(change) && link.kind().equals("part of"))
        .findFirst()
        .orElseThrow()
        .from();
  }

  protected String changeOf(String board) {
    return (String) record(board).data().get("partOf");
  }

  /** A request for change without a process of its own. */
  protected String open(String type, Map<String, Object> facts) {
    return new TransactionTemplate(transactionManager)
        .execute(
            transaction -> {
              String number = register.nextNumber(type);
              register.open(
                  new Opening(number, type, "test", 1, "none"),
                  Entry.of("anna", "opened", null, facts));
              return number;
            });
  }

  /** As whoever edits a request for change must do it. */
  protected void edit(String change, String name, Object value) {
    new TransactionTemplate(transactionManager)
        .executeWithoutResult(
            transaction -> {
              register.add(change, Entry.of("anna", "edited", null, Map.of(name, value)));
              messages.tell(change, "change.edited", "part of", null, Map.of());
            });
  }

  protected Task voteOf(String board, String person) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(board)
        .taskAssignee(person)
        .taskDefinitionKeyIn("userTask_vote", "userTask_revise")
        .singleResult();
  }

  protected void vote(String board, String person, String vote, Object... more) {
    as(person);
    Map<String, Object> values = new HashMap<>(Map.of("vote", vote));
    values.putAll(values(more));
    tasks.complete(voteOf(board, person).getId(), values);
  }

  /** What the form of a task shows. */
  protected String form(Task task) {
    try (var form = forms.getDeployedTaskForm(task.getId())) {
      return new String(form.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  protected List<String> members(String board) {
    return jdbc.sql(
            "select b.holder from sms.cab_current c join sms.cab_ballot b using (board, round) where board = ? order by 1")
        .param(board)
        .query(String.class)
        .list();
  }

  /** Seat, voter and vote of all that were cast, in order. */
  protected List<String> votes(String board) {
    return jdbc.sql(
            "select round || ' ' || seat || ' ' || voter || ' ' || vote from sms.cab_vote where board = ? order by id")
        .param(board)
        .query(String.class)
        .list();
  }

  protected String result(String board) {
    return jdbc.sql(
            "select n.result from sms.cab_current c, sms.cab_count(c.board, c.round) n where c.board = ?")
        .param(board)
        .query(String.class)
        .single();
  }

  protected List<String> refused(String board) {
    List<String> refused = new ArrayList<>();
    register.journal(board).stream()
        .filter(entry -> entry.kind().equals("refused"))
        .forEach(entry -> refused.add(entry.actor() + ": " + entry.note()));
    return refused;
  }

  protected Map<String, Object> decision(String decision, Object... more) {
    Map<String, Object> values = new HashMap<>(CONSIDERED);
    values.put("decision", decision);
    values.put("decisionReason", "As the votes say");
    values.putAll(values(more));
    return values;
  }
}
