package org.clauseflow.engine;

import static org.clauseflow.engine.ModelGuardFindings.quote;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.api.ParseResult;
import org.clauseflow.conformity.Model;
import org.clauseflow.conformity.TableCheck;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The rules for a decision. */
class ModelGuardDmn {

  private static final String DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/";
  private static final String DMNDI = "https://www.omg.org/spec/DMN/20191111/DMNDI/";
  private static final String CAMUNDA = "http://camunda.org/schema/1.0/dmn";

  private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern TIME_TO_LIVE = Pattern.compile("P\\d{1,6}D|\\d{1,6}");
  private static final Pattern VARIABLE = Pattern.compile("[a-z][A-Za-z0-9_]*");
  private static final Pattern TEXT_LITERAL = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");
  private static final Pattern EXTERNAL = Pattern.compile("\\bexternal\\b");

  private static final Set<String> ELEMENTS =
      Set.of(
          "definitions",
          "decision",
          "description",
          "question",
          "allowedAnswers",
          "variable",
          "decisionTable",
          "input",
          "inputExpression",
          "inputValues",
          "output",
          "outputValues",
          "defaultOutputEntry",
          "rule",
          "inputEntry",
          "outputEntry",
          "annotation",
          "annotationEntry",
          "text",
          "literalExpression",
          "inputData",
          "knowledgeSource",
          "type",
          "informationRequirement",
          "requiredInput",
          "authorityRequirement",
          "requiredAuthority",
          "textAnnotation",
          "association",
          "sourceRef",
          "targetRef",
          "extensionElements");

  private static final Set<String> HIT_POLICIES =
      Set.of("", "UNIQUE", "FIRST", "ANY", "COLLECT", "RULE ORDER");

  private static final Set<String> FEEL =
      Set.of(
          "feel",
          "FEEL",
          "http://www.omg.org/spec/FEEL/20140401",
          "http://www.omg.org/spec/DMN/20180521/FEEL/",
          "https://www.omg.org/spec/DMN/20191111/FEEL/",
          "https://www.omg.org/spec/DMN/20211108/FEEL/",
          "https://www.omg.org/spec/DMN/20230324/FEEL/");

  private static final FeelEngineApi FEEL_ENGINE = FeelEngineBuilder.forJava().build();
  private static final DmnEngine DMN_ENGINE =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

  private final String file;
  private final ModelGuardFindings findings;

  ModelGuardDmn(String file, ModelGuardFindings findings) {
    this.file = file;
    this.findings = findings;
  }

  void check(Model model, byte[] content, String id) throws Model.Unreadable {
    int before = findings.all().size();
    if (!Model.is(model.root(), DMN, "definitions")) {
      findings.add(file, "is not a DMN 1.3 decision");
      return;
    }
    List<Element> all =
        model
            .elements()
            .filter(element -> !DMNDI.equals(element.getNamespaceURI()) && !isDrawing(element))
            .toList();
    all.forEach(this::checkElement);
    List<Element> decisions =
        all.stream().filter(e -> e.getLocalName().equals("decision")).toList();
    if (decisions.size() != 1) {
      findings.add(
          file, "holds " + decisions.size() + " decisions: put each into a file of its own");
    }
    decisions.forEach(decision -> checkDecision(decision, id));
    if (findings.all().size() == before) {
      checkReadable(content);
    }
    if (findings.all().size() == before) {
      checkAnswers(decisions.get(0), content);
    }
  }

  private static boolean isDrawing(Element element) {
    return element.getParentNode() instanceof Element parent
        && (DMNDI.equals(parent.getNamespaceURI()) || isDrawing(parent));
  }

  private void checkElement(Element element) {
    String name = element.getLocalName();
    if (!DMN.equals(element.getNamespaceURI()) || !ELEMENTS.contains(name)) {
      findings.add(
          file,
          element,
          "holds <" + quote(element.getNodeName()) + ">: it is not run here; take it out");
    }
    // in whatever namespace, since the engine is not strict about it
    IntStream.range(0, element.getAttributes().getLength())
        .mapToObj(i -> element.getAttributes().item(i))
        .filter(attribute -> attribute.getLocalName().equals("expressionLanguage"))
        .map(Node::getNodeValue)
        .filter(language -> !FEEL.contains(language))
        .forEach(
            language ->
                findings.add(
                    file, element, "is written in \"" + quote(language) + "\": write it in FEEL"));
    switch (name) {
      case "decisionTable" -> {
        if (!HIT_POLICIES.contains(element.getAttribute("hitPolicy"))) {
          findings.add(
              file,
              element,
              "the hit policy "
                  + quote(element.getAttribute("hitPolicy"))
                  + " is not run here: use UNIQUE, FIRST, ANY, COLLECT or RULE ORDER");
        }
      }
      case "output" -> checkVariable(element, "output");
      case "text" -> checkFeel((Element) element.getParentNode(), Model.text(element).strip());
      default -> {}
    }
  }

  private void checkVariable(Element element, String what) {
    if (!VARIABLE.matcher(element.getAttribute("name")).matches()) {
      findings.add(
          file,
          element,
          "each " + what + " needs a name for the variable that it becomes, such as supportGroup");
    }
  }

  private void checkFeel(Element holder, String text) {
    boolean isTest = holder.getLocalName().equals("inputEntry");
    boolean isExpression =
        Set.of("inputExpression", "outputEntry", "defaultOutputEntry", "literalExpression")
            .contains(holder.getLocalName());
    if (text.isEmpty() || !isTest && !isExpression || isTest && text.equals("-")) {
      return;
    }
    if (EXTERNAL.matcher(TEXT_LITERAL.matcher(text).replaceAll("\"\"")).find()) {
      findings.add(
          file,
          holder,
          "\"" + quote(text) + "\" calls an external function: decide by values alone");
      return;
    }
    ParseResult parsed =
        isTest ? FEEL_ENGINE.parseUnaryTests(text) : FEEL_ENGINE.parseExpression(text);
    if (!parsed.isSuccess()) {
      findings.add(
          file,
          holder,
          "\"" + quote(text) + "\" is not FEEL: texts stand in quotes, as in \"high\"");
    }
  }

  private void checkDecision(Element decision, String id) {
    String is = decision.getAttribute("id");
    if (!is.equals(id) || !KEBAB.matcher(is).matches()) {
      findings.add(
          file,
          decision,
          "the id of the decision must be the file name without ending, in lower case with hyphens, such as"
              + " service-target");
    }
    if (!TIME_TO_LIVE.matcher(decision.getAttributeNS(CAMUNDA, "historyTimeToLive")).matches()) {
      findings.add(file, decision, "needs a history time to live in days, such as P1825D");
    }
    if (decision.getAttributeNS(CAMUNDA, "versionTag").isBlank()) {
      findings.add(file, decision, "needs a version tag, such as 1.1.0");
    }
    if (Model.children(decision)
        .noneMatch(
            part -> Set.of("decisionTable", "literalExpression").contains(part.getLocalName()))) {
      findings.add(file, decision, "decides nothing: give it a decision table");
    }
  }

  /** The engine answers a table that it cannot read with a bare error. */
  private void checkReadable(byte[] content) {
    try {
      DMN_ENGINE.parseDecisions(new ByteArrayInputStream(content));
    } catch (DmnEngineException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      findings.add(file, "cannot be read: " + cause.getMessage());
    }
  }

  /** A rule that never decides does no harm; a case without its one answer stops where it is. */
  private void checkAnswers(Element decision, byte[] content) throws Model.Unreadable {
    TableCheck.check(content).stream()
        .filter(finding -> finding.kind() != TableCheck.Kind.DEAD_RULE)
        .forEach(finding -> findings.add(file, decision, finding.says()));
  }
}
