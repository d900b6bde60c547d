package org.clauseflow.resolution;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.resolution.Conversation.Kind;
import org.clauseflow.resolution.RequestCatalogue.Item;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people do with service requests: make them, approve, answer, confirm, withdraw. What the
 * engine's own authorizations allow a person is done with their rights and no others.
 */
@Service
public class Requests {

  /**
   * @param item id of an item of the catalogue
   * @param reporter the person it is for; null: the one who asks
   * @param impact low, medium or high
   * @param urgency low, medium or high
   * @param answers to the questions of the item's form, by their keys
   */
  public record Order(
      String item, String reporter, String impact, String urgency, Map<String, Object> answers) {}

  private static final Kind REQUEST =
      new Kind(
          "service-request",
          "request",
          "fulfilled",
          "userTask_confirmFulfilment",
          "request.answered",
          "request.withdrawn");

  private static final String[] APPROVING = {"userTask_approve", "userTask_decideInstead"};

  private final RuntimeService runtime;
  private final TaskService tasks;
  private final RequestCatalogue catalogue;
  private final Conversation conversation;

  Requests(
      RuntimeService runtime,
      TaskService tasks,
      RequestCatalogue catalogue,
      Conversation conversation) {
    this.runtime = runtime;
    this.tasks = tasks;
    this.catalogue = catalogue;
    this.conversation = conversation;
  }

  /** Makes a request with all its details and returns its number; or nothing of it is done. */
  @Transactional
  public String submit(Order order, String actor) {
    Item item =
        catalogue
            .find(order.item())
            .orElseThrow(
                () -> new Refusal(Reason.INVALID, "item", "is not an item of the catalogue"));
    if (item.retired()) {
      throw new Refusal(
          Reason.INVALID,
          "item",
          "was retired: \"" + item.name() + "\" can no longer be requested");
    }
    Map<String, Object> variables = new HashMap<>();
    variables.put("item", order.item());
    variables.put("reporter", Objects.requireNonNullElse(order.reporter(), actor));
    variables.put("impact", order.impact());
    variables.put("urgency", order.urgency());
    variables.put("source", "api");
    try {
      String number =
          runtime
              .createMessageCorrelation("request.submitted")
              .setVariables(variables)
              .correlateStartMessage()
              .getBusinessKey();
      Task details = open(number, "userTask_giveDetails").orElseThrow();
      tasks.complete(details.getId(), order.answers());
      return number;
    } catch (AuthorizationException e) {
      throw new Refusal(Reason.NOT_ALLOWED, "None of your roles allows to make requests");
    }
  }

  /** Decides as one of those who were asked to. */
  @Transactional
  public void approve(String number, boolean approved, String reason, String actor) {
    ServiceRecord request = conversation.find(REQUEST, number);
    if (!"waiting for approval".equals(request.status())) {
      throw Conversation.notNow(request, "nobody is asked to approve it");
    }
    if (!approved && (reason == null || reason.isBlank())) {
      throw new Refusal(Reason.INVALID, "reason", "is required, as the requester is told why");
    }
    Task task =
        open(number, APPROVING)
            .orElseThrow(
                () -> new Refusal(Reason.NOT_ALLOWED, "Others are asked to approve " + number));
    Map<String, Object> decision = new HashMap<>();
    decision.put("approved", approved ? "yes" : "no");
    if (!approved) {
      decision.put("reason", reason);
    }
    try {
      tasks.complete(task.getId(), decision);
    } catch (AuthorizationException e) {
      throw new Refusal(Reason.NOT_ALLOWED, "Others are asked to approve " + number);
    }
  }

  /** Adds what somebody says; the answer that a request waits for lets it go on. */
  @Transactional
  public void comment(String number, String text, String actor) {
    conversation.comment(REQUEST, number, text, actor);
  }

  /** The requester says whether they got what they asked for. */
  @Transactional
  public void confirm(String number, boolean confirmed, String comment, String actor) {
    conversation.confirm(REQUEST, number, confirmed, comment, actor);
  }

  /** The requester no longer needs it. */
  @Transactional
  public void withdraw(String number, String reason, String actor) {
    conversation.withdraw(REQUEST, number, reason, actor);
  }

  /** The task of the request, if the person may see it. */
  private Optional<Task> open(String number, String... tasksOfModel) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(number)
        .taskDefinitionKeyIn(tasksOfModel)
        .listPage(0, 1)
        .stream()
        .findFirst();
  }
}
