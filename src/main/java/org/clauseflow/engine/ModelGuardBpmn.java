package org.clauseflow.engine;

import static org.clauseflow.conformity.Model.BPMN;
import static org.clauseflow.conformity.Model.CAMUNDA;
import static org.clauseflow.engine.ModelGuardFindings.quote;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.calendar.DateTimeUtil;
import org.camunda.bpm.engine.impl.calendar.DurationHelper;
import org.clauseflow.conformity.Model;
import org.clauseflow.conformity.Requirements;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/**
 * The rules for a process. Elements and attributes are held against lists of what may be there: the
 * engine finds many elements by name alone, whatever their namespace, so a list of what is
 * forbidden would have holes.
 */
class ModelGuardBpmn {

  private static final String ACTIVITI = "http://activiti.org/bpmn";
  private static final String XMLNS = "http://www.w3.org/2000/xmlns/";
  private static final String DI = "http://www.omg.org/spec/BPMN/20100524/DI";

  private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern TIME_TO_LIVE = Pattern.compile("P\\d{1,6}D|\\d{1,6}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final Set<String> CLOCKS =
      Set.of("pause", "stop-response", "stop-resolution", "restart-resolution");
  private static final int LONGEST_STATUS = 40;
  private static final Set<String> ITEM_STATES = Set.of("offered", "retired");

  /** What may name its form or its process by a variable. */
  private static final Set<String> REFERENCES_BY_VARIABLE = Set.of("userTask", "callActivity");

  /** The journal has no entry of theirs. */
  private static final Set<String> LEAVE_NO_EVIDENCE =
      Set.of("task", "transaction", "eventBasedGateway");

  private static final Set<String> OTHER_ELEMENTS =
      Set.of(
          "definitions",
          "collaboration",
          "participant",
          "messageFlow",
          "process",
          "laneSet",
          "lane",
          "childLaneSet",
          "flowNodeRef",
          "sequenceFlow",
          "conditionExpression",
          "incoming",
          "outgoing",
          "documentation",
          "extensionElements",
          "message",
          "signal",
          "error",
          "escalation",
          "messageEventDefinition",
          "signalEventDefinition",
          "errorEventDefinition",
          "escalationEventDefinition",
          "conditionalEventDefinition",
          "condition",
          "compensateEventDefinition",
          "cancelEventDefinition",
          "terminateEventDefinition",
          "linkEventDefinition",
          "timerEventDefinition",
          "timeDuration",
          "timeDate",
          "timeCycle",
          "multiInstanceLoopCharacteristics",
          "loopCardinality",
          "completionCondition",
          "textAnnotation",
          "text",
          "association",
          "group",
          "category",
          "categoryValue",
          "dataObject",
          "dataObjectReference",
          "dataStore",
          "dataStoreReference",
          "dataInputAssociation",
          "dataOutputAssociation",
          "sourceRef",
          "targetRef",
          "property");

  private static final Set<String> CAMUNDA_ELEMENTS =
      Set.of(
          "properties",
          "property",
          "inputOutput",
          "inputParameter",
          "outputParameter",
          "list",
          "value",
          "map",
          "entry",
          "in",
          "out",
          "failedJobRetryTimeCycle");

  private static final Set<String> CAMUNDA_ATTRIBUTES =
      Set.of(
          "asyncBefore",
          "asyncAfter",
          "async",
          "exclusive",
          "jobPriority",
          "assignee",
          "candidateGroups",
          "candidateUsers",
          "dueDate",
          "followUpDate",
          "priority",
          "formRef",
          "formRefBinding",
          "delegateExpression",
          "decisionRef",
          "decisionRefBinding",
          "mapDecisionResult",
          "calledElementBinding",
          "collection",
          "elementVariable",
          "historyTimeToLive",
          "versionTag",
          "isStartableInTasklist",
          "candidateStarterGroups",
          "initiator",
          "errorCodeVariable",
          "errorMessageVariable",
          "escalationCodeVariable",
          "errorMessage",
          "variableName",
          "variableEvents",
          "modelerTemplate",
          "modelerTemplateVersion",
          "modelerTemplateIcon",
          "diagramRelationId");

  /** Attributes that hold several values, separated by commas. */
  private static final Set<String> LISTS =
      Set.of("candidateGroups", "candidateUsers", "candidateStarterGroups");

  /** What to do instead of what is refused most. */
  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry(
              "scriptTask",
              "scripts are not run: use a service task with a delegate, or a decision table"),
          Map.entry(
              "script",
              "scripts are not run: use a service task with a delegate, or a decision table"),
          Map.entry(
              "scriptFormat",
              "scripts are not run: use a service task with a delegate, or a decision table"),
          Map.entry(
              "resource",
              "scripts are not run: use a service task with a delegate, or a decision table"),
          Map.entry("language", "conditions have no language: " + ExpressionRule.SHAPES),
          Map.entry("connector", "connectors are not run: use a service task with a delegate"),
          Map.entry("field", "pass values as input parameters"),
          Map.entry(
              "executionListener", "listeners are not run: use a service task with a delegate"),
          Map.entry("taskListener", "listeners are not run: use a service task with a delegate"),
          Map.entry("formData", "use a Camunda Form (.form) and refer to it by its id"),
          Map.entry("formKey", "use a Camunda Form (.form) and refer to it by its id"),
          Map.entry("formHandlerClass", "use a Camunda Form (.form) and refer to it by its id"),
          Map.entry("class", "choose a delegate: camunda:delegateExpression=\"${name}\""),
          Map.entry("expression", "choose a delegate: camunda:delegateExpression=\"${name}\""),
          Map.entry("type", "nobody fetches external tasks here: use a delegate"),
          Map.entry("topic", "nobody fetches external tasks here: use a delegate"),
          Map.entry("resultVariable", "outputs become variables of their own names: leave it out"),
          Map.entry(
              "resultVariableName", "outputs become variables of their own names: leave it out"),
          Map.entry("decisionRefVersion", "the latest version counts: use the binding \"latest\""),
          Map.entry(
              "calledElementVersion", "the latest version counts: use the binding \"latest\""),
          Map.entry("formRefVersion", "the latest version counts: use the binding \"latest\""),
          Map.entry("sourceExpression", "name the variable as source"));

  private final Requirements requirements;
  private final ModelGuardWorld world;
  private final ExpressionRule expressions;
  private final String file;
  private final Predicate<String> inDeployment;
  private final ModelGuardFindings findings;

  /**
   * @param inDeployment whether a file of that name, such as priority.dmn, is part of this
   *     deployment
   */
  ModelGuardBpmn(
      Requirements requirements,
      ModelGuardWorld world,
      String file,
      Predicate<String> inDeployment,
      ModelGuardFindings findings) {
    this.requirements = requirements;
    this.world = world;
    this.expressions = new ExpressionRule(world.isBean());
    this.file = file;
    this.inDeployment = inDeployment;
    this.findings = findings;
  }

  void check(Model model, String id) {
    if (!Model.is(model.root(), BPMN, "definitions")) {
      findings.add(file, "is not a BPMN 2.0 diagram");
      return;
    }
    diagramExcepted(model.root()).forEach(this::checkWhatMayBeThere);
    diagramExcepted(model.root()).forEach(this::checkExpressions);
    List<Element> processes = model.elements("process").toList();
    if (processes.size() != 1) {
      findings.add(
          file, "holds " + processes.size() + " processes: put each into a file of its own");
    }
    processes.forEach(process -> checkProcess(process, id));
    model.elements().filter(e -> BPMN.equals(e.getNamespaceURI())).forEach(this::checkElement);
    new ModelGuardRedesign(requirements, world, file, findings).check(model, id);
  }

  /** The drawing itself is never run. */
  private static Stream<Element> diagramExcepted(Element root) {
    return Stream.concat(
        Stream.of(root),
        Model.children(root)
            .filter(child -> !Model.is(child, DI, "BPMNDiagram"))
            .flatMap(Model::within));
  }

  private void checkWhatMayBeThere(Element element) {
    String name = element.getLocalName();
    String namespace = element.getNamespaceURI();
    if (ACTIVITI.equals(namespace)) {
      findings.add(
          file, element, "holds <" + quote(name) + "> of Activiti: use the Camunda element");
    } else if (BPMN.equals(namespace)) {
      if (!Model.FLOW_NODES.contains(name) && !OTHER_ELEMENTS.contains(name)) {
        findings.add(file, element, "holds <" + quote(name) + ">: " + instead(name));
      }
    } else if (!CAMUNDA.equals(namespace)
        || !CAMUNDA_ELEMENTS.contains(name)
        || !isExtension(element)) {
      findings.add(file, element, "holds <" + quote(element.getNodeName()) + ">: " + instead(name));
    }
    attributes(element).forEach(attribute -> checkMayBeThere(element, attribute));
  }

  private static boolean isExtension(Element element) {
    Element parent = (Element) element.getParentNode();
    return CAMUNDA.equals(parent.getNamespaceURI()) || Model.is(parent, BPMN, "extensionElements");
  }

  private void checkMayBeThere(Element element, Attr attribute) {
    String name = attribute.getLocalName();
    String namespace = attribute.getNamespaceURI();
    boolean refused;
    if (ACTIVITI.equals(namespace)) {
      refused = true;
    } else if (CAMUNDA.equals(namespace)) {
      refused = !CAMUNDA_ATTRIBUTES.contains(name);
    } else {
      refused =
          name.equals("scriptFormat")
              || name.equals("language") && namespace == null
              || name.equals("sourceExpression") && CAMUNDA.equals(element.getNamespaceURI());
    }
    if (refused) {
      findings.add(file, element, "has " + quote(attribute.getName()) + ": " + instead(name));
    }
  }

  private static String instead(String name) {
    return INSTEAD.getOrDefault(name, "it is not run here; take it out");
  }

  private static Stream<Attr> attributes(Element element) {
    return IntStream.range(0, element.getAttributes().getLength())
        .mapToObj(i -> (Attr) element.getAttributes().item(i))
        .filter(attribute -> !XMLNS.equals(attribute.getNamespaceURI()));
  }

  private void checkExpressions(Element element) {
    for (Attr attribute : attributes(element).toList()) {
      boolean isDelegate = attribute.getLocalName().equals("delegateExpression");
      boolean isBusinessKey =
          Model.is(element, CAMUNDA, "in")
              && attribute.getName().equals("businessKey")
              && attribute.getValue().equals("#{execution.processBusinessKey}");
      if (!isDelegate && !isBusinessKey) {
        Stream.of(
                LISTS.contains(attribute.getLocalName())
                    ? attribute.getValue().split(",")
                    : new String[] {attribute.getValue()})
            .forEach(value -> checkExpression(element, attribute.getName(), value));
      }
    }
    if (!isForReaders(element)) {
      checkExpression(element, element.getLocalName(), Model.text(element));
    }
  }

  /**
   * The engine reads the documentation of a user task as an expression: it becomes the description
   * of the task.
   */
  private static boolean isForReaders(Element element) {
    return element.getParentNode() instanceof Element parent
        && (Model.is(element, BPMN, "documentation") && !parent.getLocalName().equals("userTask")
            || Model.is(element, BPMN, "text") && Model.is(parent, BPMN, "textAnnotation"));
  }

  private void checkExpression(Element element, String where, String text) {
    if (ExpressionRule.holdsExpression(text)) {
      expressions
          .fault(text)
          .ifPresent(
              fault ->
                  findings.add(file, element, quote(where) + " \"" + quote(text) + "\" " + fault));
    }
  }

  private void checkProcess(Element process, String id) {
    String is = process.getAttribute("id");
    if (!is.equals(id) || !KEBAB.matcher(is).matches()) {
      findings.add(
          file,
          process,
          "the id of the process must be the file name without ending, in lower case with hyphens, such as"
              + " incident-management");
    }
    if (!process.getAttribute("isExecutable").equals("true")) {
      findings.add(file, process, "must be executable: tick \"Executable\"");
    }
    if (!TIME_TO_LIVE.matcher(process.getAttributeNS(CAMUNDA, "historyTimeToLive")).matches()) {
      findings.add(file, process, "needs a history time to live in days, such as P1825D");
    }
    if (process.getAttributeNS(CAMUNDA, "versionTag").isBlank()) {
      findings.add(file, process, "needs a version tag, such as 1.1.0");
    }
    checkRoles(process, process.getAttributeNS(CAMUNDA, "candidateStarterGroups"));
  }

  private void checkElement(Element element) {
    Model.properties(element).forEach(property -> checkProperty(element, property));
    String delegate = element.getAttributeNS(CAMUNDA, "delegateExpression");
    switch (element.getLocalName()) {
      case "serviceTask", "sendTask" -> checkDelegate(element, delegate);
      case "businessRuleTask" -> {
        if (element.hasAttributeNS(CAMUNDA, "decisionRef")) {
          checkReference(
              element,
              element.getAttributeNS(CAMUNDA, "decisionRef"),
              "decision",
              ".dmn",
              world.hasDecision());
          checkBinding(
              element,
              "decisionRefBinding",
              element.getAttributeNS(CAMUNDA, "decisionRef") + ".dmn");
        } else {
          checkDelegate(element, delegate);
        }
      }
      case "userTask" -> {
        checkForm(element);
        checkRoles(element, element.getAttributeNS(CAMUNDA, "candidateGroups"));
        checkTime(element, "due date", element.getAttributeNS(CAMUNDA, "dueDate"));
        checkTime(element, "follow-up date", element.getAttributeNS(CAMUNDA, "followUpDate"));
      }
      case "startEvent" -> checkForm(element);
      case "callActivity" -> {
        String called = element.getAttribute("calledElement");
        if (ExpressionRule.name(called).isPresent()) {
          checkLatest(element, "calledElementBinding");
        } else {
          checkReference(element, called, "process", ".bpmn", world.hasProcess());
          checkBinding(element, "calledElementBinding", called + ".bpmn");
        }
      }
      case "receiveTask" -> checkMessage(element);
      case "messageEventDefinition" -> {
        String event = element.getParentNode().getLocalName();
        if (event.equals("endEvent") || event.equals("intermediateThrowEvent")) {
          checkDelegate(element, delegate);
        } else {
          checkMessage(element);
        }
      }
      case "message" -> {
        if (element.getAttribute("name").isBlank()) {
          findings.add(file, element, "the message needs a name, such as incident.reported");
        }
      }
      case "timerEventDefinition" -> {
        if (Model.children(element).noneMatch(child -> child.getLocalName().startsWith("time"))) {
          findings.add(file, element, "the timer needs a date, a duration or a cycle");
        }
      }
      case "timeDuration", "timeDate", "timeCycle" -> {
        if (Model.text(element).isBlank()) {
          findings.add(file, element, "the timer needs a date, a duration or a cycle");
        }
        checkTime(element, "timer", Model.text(element));
      }
      case "conditionExpression", "condition", "completionCondition" -> {
        String text = Model.text(element);
        if (!ExpressionRule.holdsExpression(text)) {
          findings.add(
              file,
              element,
              "the condition \"" + quote(text) + "\" is none: " + ExpressionRule.SHAPES);
        }
      }
      case "multiInstanceLoopCharacteristics" ->
          checkNameOrVariable(
              element, "collection", element.getAttributeNS(CAMUNDA, "collection"), NAME);
      case "loopCardinality" ->
          checkNameOrVariable(
              element, "loop cardinality", Model.text(element), Pattern.compile("\\d{1,4}"));
      default -> {}
    }
    Model.children(element, BPMN, "extensionElements")
        .flatMap(extensions -> Model.children(extensions, CAMUNDA, "failedJobRetryTimeCycle"))
        .map(Model::text)
        .flatMap(cycle -> Stream.of(cycle.split(",")))
        .forEach(cycle -> checkTime(element, "retry time cycle", cycle));
  }

  private void checkProperty(Element element, Model.Property property) {
    boolean isProcess = element.getLocalName().equals("process");
    if (ExpressionRule.holdsExpression(property.value())) {
      findings.add(
          file,
          element,
          "the property \"" + quote(property.name()) + "\" is a fixed value, not an expression");
      return;
    }
    switch (property.name()) {
      case "record" -> {
        if (!isProcess) {
          findings.add(file, element, "the property \"record\" belongs to the process");
        } else if (!world.recordTypes().contains(property.value())) {
          findings.add(
              file,
              element,
              "there is no record type \""
                  + quote(property.value())
                  + "\"; known are "
                  + list(world.recordTypes()));
        }
      }
      case "owner" -> {
        if (!isProcess) {
          findings.add(file, element, "the property \"owner\" belongs to the process");
        } else {
          checkRole(element, property.value());
        }
      }
      case "requirement" -> {
        if (!Model.FLOW_NODES.contains(element.getLocalName())) {
          findings.add(
              file,
              element,
              "the property \"requirement\" belongs to the step that carries it out");
        } else if (LEAVE_NO_EVIDENCE.contains(element.getLocalName())) {
          findings.add(
              file,
              element,
              "leaves no evidence of a requirement: name it on a task, a decision, a gateway or an event");
        }
        property
            .values()
            .filter(requirement -> requirements.find(requirement).isEmpty())
            .forEach(
                requirement ->
                    findings.add(
                        file,
                        element,
                        "there is no requirement \""
                            + quote(requirement)
                            + "\" in the catalogue; ids look like 8.1-a"));
      }
      case "status" -> {
        if (property.value().isEmpty() || property.value().length() > LONGEST_STATUS) {
          findings.add(
              file, element, "the status must have 1 to " + LONGEST_STATUS + " characters");
        }
      }
      case "clock" -> {
        if (!CLOCKS.contains(property.value())) {
          findings.add(
              file,
              element,
              "the clock cannot \"" + quote(property.value()) + "\"; it can " + list(CLOCKS));
        }
      }
      case "form" -> checkReference(element, property.value(), "form", ".form", world.hasForm());
      case RefusedRemoval.PROPERTY -> {
        if (!isProcess) {
          findings.add(file, element, "the property \"removal\" belongs to the process");
        } else if (!property.value().equals(RefusedRemoval.REFUSED)) {
          findings.add(
              file,
              element,
              "the removal can only be \"refused\", or left to administrators by leaving it out");
        }
      }
      case "ownership" -> {
        if (!element.getLocalName().equals("userTask")) {
          findings.add(file, element, "the property \"ownership\" belongs to a user task");
        } else if (!property.value().equals("unchanged")) {
          findings.add(
              file,
              element,
              "the ownership can only stay \"unchanged\"; leave it out where who claims the task owns the record");
        }
      }
      case "requestItem" -> checkRequestItem(element, property.value());
      case "notBy", "onlyBy" -> {
        if (!element.getLocalName().equals("userTask")) {
          findings.add(
              file, element, "the property \"" + property.name() + "\" belongs to a user task");
        }
      }
      default -> {}
    }
  }

  private void checkRequestItem(Element process, String state) {
    if (!process.getLocalName().equals("process")) {
      findings.add(file, process, "the property \"requestItem\" belongs to the process");
      return;
    }
    if (!ITEM_STATES.contains(state)) {
      findings.add(
          file,
          process,
          "an item of the catalogue is " + list(ITEM_STATES) + ", not \"" + quote(state) + "\"");
    }
    if (RequestItems.form(process).isEmpty()) {
      findings.add(
          file,
          process,
          "an item of the catalogue asks for its details: give the start event a form");
    }
    if (process.getAttribute("name").isBlank() || RequestItems.documentation(process).isEmpty()) {
      findings.add(
          file,
          process,
          "an item of the catalogue needs a name, and a documentation that says what one gets");
    }
  }

  private void checkDelegate(Element element, String expression) {
    String offered = "; offered are " + list(world.delegates());
    if (expression.isBlank()) {
      findings.add(file, element, "does nothing: choose a delegate" + offered);
    } else if (ExpressionRule.name(expression).filter(world.delegates()::contains).isEmpty()) {
      findings.add(file, element, "\"" + quote(expression) + "\" is no delegate" + offered);
    }
  }

  private void checkForm(Element element) {
    if (element.hasAttributeNS(CAMUNDA, "formRef")) {
      String form = element.getAttributeNS(CAMUNDA, "formRef");
      // which form a task shows may turn out when it is reached; a start event knows nothing yet
      if (element.getLocalName().equals("userTask") && ExpressionRule.name(form).isPresent()) {
        checkLatest(element, "formRefBinding");
      } else {
        checkReference(element, form, "form", ".form", world.hasForm());
        checkBinding(element, "formRefBinding", form + ".form");
      }
    }
  }

  private void checkReference(
      Element element, String key, String kind, String ending, Predicate<String> isThere) {
    if (key.isBlank()) {
      findings.add(file, element, "names no " + kind);
    } else if (ExpressionRule.holdsExpression(key)) {
      findings.add(
          file,
          element,
          "the "
              + kind
              + " must be a fixed id"
              + (REFERENCES_BY_VARIABLE.contains(element.getLocalName())
                  ? " or just ${name}"
                  : ", not an expression"));
    } else if (!isThere.test(key)) {
      findings.add(
          file,
          element,
          "there is no "
              + kind
              + " \""
              + quote(key)
              + "\": deploy "
              + quote(key)
              + ending
              + " with this or before it");
    }
  }

  private void checkLatest(Element element, String attribute) {
    String binding = element.getAttributeNS(CAMUNDA, attribute);
    if (!binding.isEmpty() && !binding.equals("latest")) {
      findings.add(
          file,
          element,
          "what a variable names has no version known beforehand: use the binding \"latest\"");
    }
  }

  private void checkBinding(Element element, String attribute, String needed) {
    String binding = element.getAttributeNS(CAMUNDA, attribute);
    boolean isSound =
        binding.isEmpty()
            || binding.equals("latest")
            || binding.equals("deployment") && inDeployment.test(needed);
    if (!isSound) {
      findings.add(
          file,
          element,
          "the binding \""
              + quote(binding)
              + "\" would not find "
              + quote(needed)
              + ": use \"latest\"");
    }
  }

  private void checkRoles(Element element, String groups) {
    Stream.of(groups.split(","))
        .map(String::strip)
        .filter(group -> !group.isEmpty() && ExpressionRule.name(group).isEmpty())
        .forEach(group -> checkRole(element, group));
  }

  private void checkRole(Element element, String role) {
    if (!world.roles().contains(role)) {
      findings.add(
          file,
          element,
          "there is no role \"" + quote(role) + "\"; known are " + list(world.roles()));
    }
  }

  private void checkMessage(Element element) {
    String ref = element.getAttribute("messageRef");
    if (ref.isBlank()) {
      findings.add(file, element, "names no message to wait for");
    }
  }

  private void checkTime(Element element, String what, String text) {
    String value = text.strip();
    if (!value.isEmpty() && ExpressionRule.name(value).isEmpty() && !isTime(value)) {
      findings.add(
          file,
          element,
          "the "
              + what
              + " \""
              + quote(value)
              + "\" must be an ISO 8601 date, duration or cycle, such as"
              + " 2027-01-31T08:00:00Z, PT4H or R3/PT10M, or ${name}");
    }
  }

  private static boolean isTime(String text) {
    try {
      if (text.startsWith("P") || text.startsWith("R")) {
        new DurationHelper(text);
      } else {
        DateTimeUtil.parseDate(text);
      }
      return true;
    } catch (Exception e) {
      // whatever the engine cannot read, it could not read when the step is reached
      return false;
    }
  }

  private void checkNameOrVariable(Element element, String what, String text, Pattern constant) {
    String value = text.strip();
    if (!value.isEmpty()
        && ExpressionRule.name(value).isEmpty()
        && !constant.matcher(value).matches()) {
      findings.add(
          file,
          element,
          "the " + what + " \"" + quote(value) + "\" must be a plain value or ${name}");
    }
  }

  private static String list(Set<String> known) {
    String[] sorted = known.toArray(String[]::new);
    Arrays.sort(sorted);
    return sorted.length == 0 ? "none" : String.join(", ", sorted);
  }
}
