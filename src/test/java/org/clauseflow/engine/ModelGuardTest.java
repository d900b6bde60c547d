package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clauseflow.conformity.Model;
import org.clauseflow.conformity.Requirements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One sound deployment, and each rule broken once in it. */
class ModelGuardTest {

  private static final Requirements REQUIREMENTS = Requirements.ofStandard();

  private static final String PROCESS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="Definitions_1" targetNamespace="urn:test">
        <bpmn:process id="restore-service" name="Restore service" isExecutable="true" camunda:historyTimeToLive="P30D" camunda:versionTag="1.0.0">
          <bpmn:documentation>Not run: ${whatever.you.like}</bpmn:documentation>
          <bpmn:extensionElements>
            <camunda:properties>
              <camunda:property name="record" value="incident" />
              <camunda:property name="owner" value="incidentManager" />
            </camunda:properties>
          </bpmn:extensionElements>
          <bpmn:startEvent id="startEvent_reported" name="Reported" camunda:formRef="report" camunda:formRefBinding="latest">
            <bpmn:outgoing>flow_1</bpmn:outgoing>
          </bpmn:startEvent>
          <bpmn:businessRuleTask id="businessRuleTask_decide" name="Decide" camunda:decisionRef="urgency" camunda:decisionRefBinding="latest">
            <bpmn:incoming>flow_1</bpmn:incoming>
            <bpmn:outgoing>flow_2</bpmn:outgoing>
          </bpmn:businessRuleTask>
          <bpmn:userTask id="userTask_restore" name="Restore it" camunda:formRef="restore" camunda:candidateGroups="serviceDesk,${supportGroup}" camunda:dueDate="P1D">
            <bpmn:documentation>As soon as it can be done</bpmn:documentation>
            <bpmn:extensionElements>
              <camunda:properties>
                <camunda:property name="requirement" value="8.1-f, 8.1-d" />
                <camunda:property name="status" value="in progress" />
                <camunda:property name="clock" value="stop-response" />
              </camunda:properties>
            </bpmn:extensionElements>
            <bpmn:incoming>flow_2</bpmn:incoming>
            <bpmn:outgoing>flow_3</bpmn:outgoing>
          </bpmn:userTask>
          <bpmn:boundaryEvent id="event_late" name="Late" attachedToRef="userTask_restore" cancelActivity="false">
            <bpmn:outgoing>flow_6</bpmn:outgoing>
            <bpmn:timerEventDefinition id="TimerEventDefinition_1">
              <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT4H</bpmn:timeDuration>
            </bpmn:timerEventDefinition>
          </bpmn:boundaryEvent>
          <bpmn:endEvent id="endEvent_late" name="Late"><bpmn:incoming>flow_6</bpmn:incoming></bpmn:endEvent>
          <bpmn:serviceTask id="serviceTask_tell" name="Tell reporter" camunda:asyncBefore="true" camunda:delegateExpression="${notify}">
            <bpmn:extensionElements>
              <camunda:inputOutput>
                <camunda:inputParameter name="to">${reporter}</camunda:inputParameter>
              </camunda:inputOutput>
              <camunda:failedJobRetryTimeCycle>R3/PT5M</camunda:failedJobRetryTimeCycle>
            </bpmn:extensionElements>
            <bpmn:incoming>flow_3</bpmn:incoming>
            <bpmn:outgoing>flow_4</bpmn:outgoing>
          </bpmn:serviceTask>
          <bpmn:callActivity id="callActivity_learn" name="Learn from it" calledElement="problem-management">
            <bpmn:extensionElements>
              <camunda:in businessKey="#{execution.processBusinessKey}" />
              <camunda:in source="priority" target="priority" />
              <camunda:out source="outcome" target="outcome" />
            </bpmn:extensionElements>
            <bpmn:incoming>flow_4</bpmn:incoming>
            <bpmn:outgoing>flow_5</bpmn:outgoing>
          </bpmn:callActivity>
          <bpmn:endEvent id="endEvent_restored" name="Restored"><bpmn:incoming>flow_5</bpmn:incoming></bpmn:endEvent>
          <bpmn:sequenceFlow id="flow_1" sourceRef="startEvent_reported" targetRef="businessRuleTask_decide" />
          <bpmn:sequenceFlow id="flow_2" sourceRef="businessRuleTask_decide" targetRef="userTask_restore" />
          <bpmn:sequenceFlow id="flow_3" sourceRef="userTask_restore" targetRef="serviceTask_tell" />
          <bpmn:sequenceFlow id="flow_4" sourceRef="serviceTask_tell" targetRef="callActivity_learn">
            <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${confirmed}</bpmn:conditionExpression>
          </bpmn:sequenceFlow>
          <bpmn:sequenceFlow id="flow_5" sourceRef="callActivity_learn" targetRef="endEvent_restored" />
          <bpmn:sequenceFlow id="flow_6" sourceRef="event_late" targetRef="endEvent_late" />
          <bpmn:textAnnotation id="TextAnnotation_1"><bpmn:text>Not run: ${note.that}</bpmn:text></bpmn:textAnnotation>
        </bpmn:process>
        <bpmn:message id="Message_reported" name="test.reported" />
      </bpmn:definitions>
      """;

  private static final String DECISION =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="Definitions_1" name="Urgency" namespace="http://camunda.org/schema/1.0/dmn">
        <decision id="urgency" name="Urgency" camunda:historyTimeToLive="P30D" camunda:versionTag="1.0.0">
          <decisionTable id="DecisionTable_1" hitPolicy="FIRST">
            <input id="Input_1"><inputExpression id="InputExpression_1" typeRef="string"><text>impact</text></inputExpression></input>
            <output id="Output_1" name="urgency" typeRef="string" />
            <rule id="Rule_1">
              <inputEntry id="InputEntry_1"><text>"high","external"</text></inputEntry>
              <outputEntry id="OutputEntry_1"><text>"high"</text></outputEntry>
            </rule>
            <rule id="Rule_2">
              <inputEntry id="InputEntry_2"><text>-</text></inputEntry>
              <outputEntry id="OutputEntry_2"><text>"low"</text></outputEntry>
            </rule>
          </decisionTable>
        </decision>
      </definitions>
      """;

  private static final String FORM =
      """
      {"id": "restore", "type": "default", "schemaVersion": 16, "components": [
        {"type": "text", "id": "text_1", "text": "What came of it?"},
        {"type": "select", "id": "field_1", "key": "service", "properties": {"choices": "services"}},
        {"type": "group", "id": "group_1", "components": [
          {"type": "textarea", "id": "field_2", "key": "resolution", "label": "Resolution", "validate": {"maxLength": 4000}}]},
        {"type": "checkbox", "id": "field_3", "key": "confirmed"}]}
      """;

  private Optional<String> latestProcess = Optional.empty();
  private BiPredicate<String, String> isMoved = (requirement, process) -> false;
  private Function<String, Set<String>> deviations = process -> Set.of();

  @Test
  void letsInWhatIsSound() {
    assertThat(findings(PROCESS, DECISION, FORM)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          isExecutable="true"                | isExecutable="false"              | restore-service (Restore service): must be executable
          process id="restore-service"       | process id="Restore_service"      | must be the file name without ending
          camunda:historyTimeToLive="P30D"   | camunda:x-to-live=""              | needs a history time to live
          camunda:historyTimeToLive="P30D"   | camunda:historyTimeToLive="PT1H"  | needs a history time to live
          camunda:historyTimeToLive="P30D"   | camunda:historyTimeToLive="30D"   | needs a history time to live
          camunda:versionTag="1.0.0"         | camunda:versionTag=" "            | needs a version tag
          name="record" value="incident"     | name="record" value="incidents"   | there is no record type "incidents"; known are incident
          name="owner" value="incidentManager" | name="owner" value="boss"       | there is no role "boss"; known are
          name="owner" value="incidentManager" | name="status" value="${x}"      | a fixed value, not an expression
          value="8.1-f, 8.1-d"               | value="8.1-f, 8.1-zz"             | userTask_restore (Restore it): there is no requirement "8.1-zz"
          value="in progress"                | value="12345678901234567890123456789012345678901" | 1 to 40 characters
          value="stop-response"              | value="stop"                      | the clock cannot "stop"; it can pause, restart-resolution, stop-resolution, stop-response
          name="clock" value="stop-response" | name="record" value="incident"    | the property "record" belongs to the process
          name="record" value="incident"     | name="requirement" value="8.1-a"  | belongs to the step that carries it out
          name="clock" value="stop-response" | name="requestItem" value="offered" | the property "requestItem" belongs to the process
          name="owner" value="incidentManager" | name="notBy" value="reporter"     | the property "notBy" belongs to a user task
          name="owner" value="incidentManager" | name="requestItem" value="maybe"  | an item of the catalogue is offered, retired, not "maybe"
          camunda:formRef="restore"          | camunda:formRef="rescue"          | there is no form "rescue": deploy rescue.form
          camunda:formRef="restore"          | camunda:formRef="${form == 'x'}"  | must be a fixed id or just ${name}
          camunda:formRef="restore"          | camunda:formRef="${form}" camunda:formRefBinding="deployment" | has no version known beforehand
          camunda:formRef="report"           | camunda:formRef="${form}"         | startEvent_reported (Reported): the form must be a fixed id, not an expression
          formRefBinding="latest"            | formRefBinding="deployment"       | the binding "deployment" would not find report.form
          formRefBinding="latest"            | formRefBinding="version"          | use "latest"
          decisionRef="urgency"              | decisionRef="impact"              | there is no decision "impact"
          decisionRefBinding="latest"        | decisionRefBinding="versionTag"   | use "latest"
          decisionRefBinding="latest"        | resultVariable="x"                | leave it out
          decisionRefBinding="latest"        | decisionRefVersion="1"            | use the binding "latest"
          calledElement="problem-management" | calledElement="${process}s"       | the process must be a fixed id or just ${name}
          calledElement="problem-management" | calledElement="${process}" camunda:calledElementBinding="version" | use the binding "latest"
          calledElement="problem-management" | calledElement="no-such"           | there is no process "no-such"
          calledElement="problem-management" | name2="x"                         | callActivity_learn (Learn from it): names no process
          calledElement="problem-management" | calledElement="problem-management" camunda:variableMappingClass="java.lang.Object" | has camunda:variableMappingClass
          camunda:in source="priority"       | camunda:in sourceExpression="${priority}" | name the variable as source
          businessKey="#{execution.processBusinessKey}" | businessKey="#{execution.id}" | must be one expression
          businessKey="#{execution.processBusinessKey}" | target="#{execution.processBusinessKey}" | must be one expression
          serviceDesk,${supportGroup}        | service-desk,${supportGroup}      | there is no role "service-desk"
          serviceDesk,${supportGroup}        | serviceDesk,${a.b}                | there is no role "${a.b}"
          camunda:dueDate="P1D"              | camunda:dueDate="tomorrow"        | the due date "tomorrow" must be an ISO 8601 date
          PT4H                               | 4 hours                           | event_late (Late): the timer "4 hours" must be
          PT4H                               | 0 0 12 * * ?                      | must be an ISO 8601
          PT4H                               | ${now()}                          | may not hold (
          R3/PT5M                            | often                             | the retry time cycle "often"
          camunda:delegateExpression="${notify}" | name3="x"                     | serviceTask_tell (Tell reporter): does nothing: choose a delegate; offered are notify
          camunda:delegateExpression="${notify}" | camunda:delegateExpression="${register}" | "${register}" is no delegate
          camunda:delegateExpression="${notify}" | camunda:delegateExpression="${notify.x}" | is no delegate
          camunda:delegateExpression="${notify}" | camunda:class="java.lang.Object" | choose a delegate
          camunda:delegateExpression="${notify}" | camunda:expression="${1 == 1}" | choose a delegate
          camunda:delegateExpression="${notify}" | camunda:type="external" camunda:topic="x" | nobody fetches external tasks
          camunda:asyncBefore="true"         | xmlns:a="http://activiti.org/bpmn" a:class="java.lang.Object" | has a:class
          camunda:asyncBefore="true"         | camunda:unheardOf="x"             | has camunda:unheardOf: it is not run here
          camunda:formRef="restore"          | camunda:formKey="embedded:app:x"  | use a Camunda Form
          ${reporter}                        | ${execution.id}                   | inputParameter "${execution.id}" "execution" is not the name of a variable
          ${reporter}                        | ${''.getClass()}                  | serviceTask_tell (Tell reporter)
          ${reporter}                        | ${register}                       | "register" is not the name of a variable
          ${reporter}                        | <camunda:script scriptFormat="groovy">1</camunda:script> | scripts are not run
          ${reporter}                        | &#36;{a.b}                        | may not hold .
          ${reporter}                        | <![CDATA[${a]]><![CDATA[.b}]]>    | may not hold .
          ${reporter}                        | <camunda:list><camunda:value>${a.b}</camunda:value></camunda:list> | may not hold .
          As soon as it can be done          | ${a.b}                            | userTask_restore (Restore it): documentation "${a.b}" may not hold .
          name="Restore it"                  | name="${a.b}"                     | name "${a.b}" may not hold .
          ${confirmed}                       | confirmed                         | flow_4: the condition "confirmed" is none
          ${confirmed}                       | ${confirmed == other}             | may not hold other there
          <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression"> | <bpmn:conditionExpression language="groovy"> | conditions have no language
          <camunda:failedJobRetryTimeCycle>R3/PT5M</camunda:failedJobRetryTimeCycle> | <camunda:executionListener event="start" class="java.lang.Object" /> | listeners are not run
          <camunda:failedJobRetryTimeCycle>R3/PT5M</camunda:failedJobRetryTimeCycle> | <camunda:connector><camunda:connectorId>http</camunda:connectorId></camunda:connector> | connectors are not run
          <camunda:failedJobRetryTimeCycle>R3/PT5M</camunda:failedJobRetryTimeCycle> | <camunda:field name="x" expression="${a.b}" /> | pass values as input parameters
          <camunda:failedJobRetryTimeCycle>R3/PT5M</camunda:failedJobRetryTimeCycle> | <x:field xmlns:x="http://activiti.org/bpmn" name="x" /> | of Activiti
          <camunda:failedJobRetryTimeCycle>R3/PT5M</camunda:failedJobRetryTimeCycle> | <x:anything xmlns:x="urn:x" /> | holds <x:anything>
          <bpmn:endEvent id="endEvent_late"  | <bpmn:scriptTask id="s" scriptFormat="js" /><bpmn:endEvent id="endEvent_late" | s: holds <scriptTask>: scripts are not run
          <bpmn:endEvent id="endEvent_late"  | <x:scriptTask xmlns:x="urn:x" id="s" /><bpmn:endEvent id="endEvent_late" | holds <x:scriptTask>
          <bpmn:endEvent id="endEvent_late"  | <camunda:property name="x" /><bpmn:endEvent id="endEvent_late" | holds <camunda:property>
          <bpmn:endEvent id="endEvent_late"  | <bpmn:receiveTask id="r" /><bpmn:endEvent id="endEvent_late" | r: names no message
          <bpmn:endEvent id="endEvent_late"  | <bpmn:intermediateThrowEvent id="t"><bpmn:messageEventDefinition messageRef="Message_reported" /></bpmn:intermediateThrowEvent><bpmn:endEvent id="endEvent_late" | t: does nothing
          <bpmn:endEvent id="endEvent_late"  | <bpmn:complexGateway id="c" /><bpmn:endEvent id="endEvent_late" | holds <complexGateway>
          name="test.reported"               | name=""                           | Message_reported: the message needs a name
          <?xml version="1.0" encoding="UTF-8"?> | <!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]> | (DOCTYPE) is not read: take it out
          </bpmn:definitions>                | </bpmn:definition>                | cannot be read: line
          </bpmn:process>                    | </bpmn:process><bpmn:process id="second" isExecutable="true" /> | holds 2 processes
          """)
  void keepsOutOfAProcess(String sound, String broken, String expected) {
    assertThat(PROCESS).contains(sound);
    assertThat(findings(PROCESS.replace(sound, broken), DECISION, FORM))
        .anySatisfy(
            finding -> assertThat(finding).startsWith("restore-service.bpmn: ").contains(expected));
  }

  @Test
  void aTaskMayNameItsFormAndACallItsProcessByAVariable() {
    assertThat(
            findings(
                PROCESS
                    .replace("camunda:formRef=\"restore\"", "camunda:formRef=\"${form}\"")
                    .replace(
                        "calledElement=\"problem-management\"", "calledElement=\"${process}\""),
                DECISION,
                FORM))
        .isEmpty();
  }

  @Test
  void anItemOfTheCatalogueSaysWhatOneGetsAndAsksForTheDetails() {
    String item =
        PROCESS.replace("\"owner\" value=\"incidentManager\"", "\"requestItem\" value=\"offered\"");
    assertThat(findings(item, DECISION, FORM)).isEmpty();
    assertThat(findings(item.replace("camunda:formRef=\"report\"", ""), DECISION, FORM))
        .anySatisfy(finding -> assertThat(finding).contains("give the start event a form"));
    assertThat(
            findings(
                item.replaceFirst("<bpmn:documentation>.*</bpmn:documentation>", ""),
                DECISION,
                FORM))
        .anySatisfy(
            finding -> assertThat(finding).contains("a documentation that says what one gets"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          decision id="urgency"            | decision id="other"                 | must be the file name without ending
          camunda:historyTimeToLive="P30D" | camunda:x=""                        | urgency (Urgency): needs a history time to live
          camunda:versionTag="1.0.0"       | camunda:x=""                        | needs a version tag
          hitPolicy="FIRST"                | hitPolicy="PRIORITY"                | the hit policy PRIORITY is not run here
          hitPolicy="FIRST"                | hitPolicy="OUTPUT ORDER"            | is not run here
          <inputEntry id="InputEntry_1">   | <inputEntry id="InputEntry_1" expressionLanguage="juel"> | InputEntry_1: is written in "juel"
          name="Urgency" namespace         | name="Urgency" expressionLanguage="groovy" namespace | is written in "groovy"
          <text>impact</text>              | <text>function(x) external {java: {class: "java.lang.System", method signature: "exit"}}</text> | calls an external function
          <text>impact</text>              | <text>impact +</text>               | Input_1: "impact +" is not FEEL
          <text>"low"</text>               | <text>"low</text>                   | is not FEEL: texts stand in quotes
          name="urgency" typeRef           | name="" typeRef                     | needs a name for the variable
          <text>-</text>                   | <text>"a" or</text>                 | is not FEEL
          </decisionTable>                 | </decisionTable><businessKnowledgeModel id="b" /> | holds <businessKnowledgeModel>
          https://www.omg.org/spec/DMN/20191111/MODEL/ | urn:other               | is not a DMN 1.3 decision
          <?xml version="1.0" encoding="UTF-8"?> | <!DOCTYPE x>                  | cannot be read
          <inputEntry id="InputEntry_2"><text>-</text></inputEntry> | <description /> | cannot be read
          <text>-</text>                   | <text>"low"</text>                  | urgency (Urgency): no rule answers impact = (something else): add a rule for it, or a last one with - in every column
          hitPolicy="FIRST"                | hitPolicy="UNIQUE"                  | urgency (Urgency): rules 1 and 2 both answer impact = high: narrow one of them, or use the hit policy FIRST
          hitPolicy="FIRST"                | hitPolicy="RULE ORDER"              | rules 1 and 2 both answer impact = high, but who asks takes one answer
          """)
  void keepsOutOfADecision(String sound, String broken, String expected) {
    assertThat(DECISION).contains(sound);
    assertThat(findings(PROCESS, DECISION.replace(sound, broken), FORM))
        .anySatisfy(finding -> assertThat(finding).startsWith("urgency.dmn: ").contains(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "id": "restore"         | "id": "other"                   | must be the file name without ending
          "id": "restore"         | "id": "restore", "id": "other"  | is not a form: Duplicate field 'id'
          "schemaVersion": 16     | "schemaVersion": 18             | design it for Camunda Platform 7.24
          "type": "text",         | "type": "html",                 | the component "html" is not offered here
          "type": "text",         | "type": "iframe",               | the component "iframe" is not offered here
          "type": "text",         | "type": "filepicker",           | the component "filepicker" is not offered here
          "key": "confirmed"      | "key": "resolution"             | the key "resolution" is used twice
          "key": "confirmed"      | "label": "Confirmed"            | Confirmed: needs a key
          {"maxLength": 4000}     | {"maxLength": 5000}             | resolution: needs a maximum length of at most 4000
          {"maxLength": 4000}     | {}                              | resolution: needs a maximum length
          "choices": "services"   | "choices": "passwords"          | service: there are no choices "passwords"; known are
          "text": "What came of it?" | "text": "", "properties": {"content": "passwords"} | there is no content "passwords"; known are
          "key": "confirmed"      | "key": "confirmed", "conditional": {"hide": "=a and"} | =a and is no FEEL
          "components": [         | "components": [,                | is not a form
          """)
  void keepsOutOfAForm(String sound, String broken, String expected) {
    assertThat(FORM).contains(sound);
    assertThat(
            findings(
                PROCESS,
                DECISION,
                FORM.replaceFirst(Pattern.quote(sound), Matcher.quoteReplacement(broken))))
        .anySatisfy(finding -> assertThat(finding).startsWith("restore.form: ").contains(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x.cmmn",
        "x.bpmn20.xml",
        "x.dmn11.xml",
        "script.groovy",
        "x.svg",
        "bpmn",
        "x.BPMN"
      })
  void keepsOutOtherFiles(String name) {
    assertThat(findings(Map.of(name, "x")))
        .containsExactly(name + ": only .bpmn, .dmn and .form files are deployed: leave it out");
  }

  @Test
  void namesEveryObligationThatARedesignDrops() {
    latestProcess = Optional.of(PROCESS);
    String moved = PROCESS.replace("value=\"8.1-f, 8.1-d\"", "value=\"8.1-d\"");

    assertThat(findings(moved, DECISION, FORM))
        .containsExactly(
            "restore-service.bpmn: drops requirement 8.1-f (\"The incident procedure defines resolution.\"), carried until"
                + " now by userTask_restore (Restore it): name it in the property \"requirement\" of the step that carries"
                + " it out now, deploy the process that takes it over first, or have a deviation approved");
    assertThat(findings(PROCESS, DECISION, FORM)).isEmpty();
  }

  @Test
  void anObligationMayMoveToAnotherProcessOrBeLeftOutForAWhile() {
    latestProcess = Optional.of(PROCESS);
    String without = PROCESS.replace("value=\"8.1-f, 8.1-d\"", "value=\"8.1-d\"");

    isMoved = (requirement, process) -> requirement.equals("8.1-f");
    assertThat(findings(without, DECISION, FORM)).isEmpty();

    isMoved = (requirement, process) -> false;
    deviations = process -> process.equals("restore-service") ? Set.of("8.1-f") : Set.of();
    assertThat(findings(without, DECISION, FORM)).isEmpty();
  }

  @Test
  void whatAPersonDidIsNotLeftToTheSystem() {
    latestProcess = Optional.of(PROCESS);
    String moved = PROCESS.replace("value=\"8.1-f, 8.1-d\"", "value=\"8.1-d\"");
    String bySystem =
        moved.replaceFirst(
            "(<bpmn:serviceTask id=\"serviceTask_tell\"[^>]*>\\s*<bpmn:extensionElements>)",
            "$1<camunda:properties><camunda:property name=\"requirement\" value=\"8.1-f\" /></camunda:properties>");
    assertThat(bySystem).isNotEqualTo(moved);

    assertThat(findings(bySystem, DECISION, FORM))
        .singleElement()
        .asString()
        .contains("requirement 8.1-f")
        .contains(
            "was carried out by a person, at userTask_restore (Restore it), and is to be by the system itself");
  }

  @Test
  void anOwnerIsNotDropped() {
    latestProcess = Optional.of(PROCESS);
    String ownerless = PROCESS.replaceFirst("<camunda:property name=\"owner\" [^>]*/>", "");
    assertThat(ownerless).isNotEqualTo(PROCESS);

    assertThat(findings(ownerless, DECISION, FORM))
        .containsExactly(
            "restore-service.bpmn: names no owner any more: keep the property \"owner\", until now incidentManager");
  }

  @Test
  void whatRefusesItsRemovalGoesOnRefusingIt() {
    String refusing =
        PROCESS.replaceFirst(
            "(<camunda:property name=\"record\" [^>]*/>)",
            "$1<camunda:property name=\"removal\" value=\"refused\" />");
    assertThat(refusing).isNotEqualTo(PROCESS);
    latestProcess = Optional.of(refusing);

    assertThat(findings(refusing, DECISION, FORM)).isEmpty();
    assertThat(findings(PROCESS, DECISION, FORM))
        .singleElement()
        .asString()
        .contains("keep the property \"removal\" of the process at \"refused\"");
    assertThat(findings(refusing.replace("\"refused\"", "\"rarely\""), DECISION, FORM))
        .anySatisfy(finding -> assertThat(finding).contains("can only be \"refused\""));
  }

  @Test
  void anObligationOnAStepThatNeverRunsIsDropped() {
    latestProcess = Optional.of(PROCESS);
    String cutOff =
        PROCESS.replace(
            "sourceRef=\"businessRuleTask_decide\" targetRef=\"userTask_restore\"",
            "sourceRef=\"businessRuleTask_decide\" targetRef=\"serviceTask_tell\"");

    assertThat(findings(cutOff, DECISION, FORM))
        .filteredOn(finding -> finding.contains("drops requirement"))
        .hasSize(2)
        .allSatisfy(
            finding -> assertThat(finding).contains("carried until now by userTask_restore"));
    assertThat(findings(cutOff, DECISION, FORM))
        .filteredOn(
            finding -> finding.contains("userTask_restore (Restore it): can never be reached"))
        .hasSize(2);
  }

  @Test
  void saysAllInOneMessageOfBoundedLength() {
    ModelGuardFindings findings = new ModelGuardFindings();
    for (int i = 0; i < 500; i++) {
      findings.add("x.bpmn", "x".repeat(5_000) + i, "y".repeat(5_000) + i);
    }
    findings.add("x.bpmn", "evil\n\u202e\u0000name", "is named");

    assertThat(findings.message())
        .hasSizeLessThan(20_000)
        .startsWith("Not deployed, nothing was changed. To put right:\n- x.bpmn: ");
    assertThat(findings.all()).last().isEqualTo("x.bpmn: evil name: is named");
  }

  @Test
  void readsDeepNestingWithoutFalling() {
    String deep = "<a>".repeat(50_000) + "</a>".repeat(50_000);
    assertThat(findings(Map.of("x.bpmn", deep)))
        .containsExactly("x.bpmn: cannot be read: elements are nested more than 100 deep");
  }

  private List<String> findings(String process, String decision, String form) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("restore-service.bpmn", process);
    files.put("urgency.dmn", decision);
    files.put("forms/restore.form", form);
    return findings(files);
  }

  private List<String> findings(Map<String, String> files) {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    files.forEach((name, text) -> contents.put(name, text.getBytes(StandardCharsets.UTF_8)));
    ModelGuardFindings findings = new ModelGuardFindings();
    ModelGuard.check(contents, REQUIREMENTS, world(), findings);
    return findings.all();
  }

  private ModelGuardWorld world() {
    return new ModelGuardWorld(
        Set.of("incident"),
        Set.of("serviceDesk", "incidentManager"),
        Set.of("notify"),
        Set.of("notify", "register")::contains,
        Set.of("services", "people"),
        Set.of("restore", "report")::contains,
        Set.of("urgency")::contains,
        Set.of("problem-management")::contains,
        key -> latestProcess.map(ModelGuardTest::read),
        key -> Optional.empty(),
        isMoved,
        deviations);
  }

  private static Model read(String xml) {
    try {
      return Model.read(xml.getBytes(StandardCharsets.UTF_8));
    } catch (Model.Unreadable e) {
      throw new AssertionError(e);
    }
  }
}
