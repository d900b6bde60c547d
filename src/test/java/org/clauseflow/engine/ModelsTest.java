package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.Clauseflow;
import org.clauseflow.conformity.Carrier;
import org.clauseflow.conformity.Model;
import org.clauseflow.conformity.Obligations;
import org.clauseflow.conformity.Requirement;
import org.clauseflow.conformity.Requirements;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.SimpleBeanDefinitionRegistry;
import org.springframework.context.annotation.AnnotationBeanNameGenerator;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.w3c.dom.Element;

/** What every model that ships must keep, read from the files alone. */
class ModelsTest {

  private static final String DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/";

  private static final Map<String, String> IDS =
      Map.ofEntries(
          Map.entry("startEvent", "(startEvent|event)_NAME"),
          Map.entry("endEvent", "(endEvent|event)_NAME"),
          Map.entry("boundaryEvent", "event_NAME"),
          Map.entry("intermediateCatchEvent", "event_NAME"),
          Map.entry("intermediateThrowEvent", "event_NAME"),
          Map.entry("userTask", "userTask_NAME"),
          Map.entry("serviceTask", "serviceTask_NAME"),
          Map.entry("sendTask", "sendTask_NAME"),
          Map.entry("receiveTask", "receiveTask_NAME"),
          Map.entry("manualTask", "manualTask_NAME"),
          Map.entry("businessRuleTask", "businessRuleTask_NAME"),
          Map.entry("callActivity", "callActivity_NAME"),
          Map.entry("subProcess", "subProcess_NAME"),
          Map.entry("exclusiveGateway", "gateway_NAME"),
          Map.entry("parallelGateway", "gateway_NAME"),
          Map.entry("inclusiveGateway", "gateway_NAME"),
          Map.entry("eventBasedGateway", "gateway_NAME"),
          Map.entry("sequenceFlow", "flow_NAME(_NAME)*"));

  /** Messages that start processes of other clauses, which do not exist yet: they wait for them. */
  private static final Set<String> STILL_WAITING =
      Set.of(
          "newOrChangedService.requested",
          "serviceRemoval.requested",
          "improvement.raised",
          "correctiveAction.raised",
          "continuity.invoked");

  private final Requirements requirements = Requirements.ofStandard();
  private final Obligations obligations = new Obligations();
  private final ExpressionRule expressions = new ExpressionRule(name -> false);
  private final ShippedModels shipped = new ShippedModels();
  private final Map<String, Model> processes = models(ModelKind.PROCESS);
  private final Map<String, Model> decisions = models(ModelKind.DECISION);

  ModelsTest() throws IOException {}

  @Test
  void passTheGuard() {
    ModelGuardFindings findings = new ModelGuardFindings();
    ModelGuard.check(shipped.contents(), requirements, world(), findings);
    assertThat(findings.all()).isEmpty();
  }

  @Test
  void haveIdsThatSayWhatTheElementIs() {
    List<String> odd = new ArrayList<>();
    processes.forEach(
        (key, model) ->
            model
                .elements()
                .filter(
                    element ->
                        Model.BPMN.equals(element.getNamespaceURI())
                            && IDS.containsKey(element.getLocalName()))
                .filter(
                    element ->
                        !element
                            .getAttribute("id")
                            .matches(
                                IDS.get(element.getLocalName())
                                    .replace("NAME", "[a-z][A-Za-z0-9]*")))
                .forEach(
                    element ->
                        odd.add(
                            key
                                + ": "
                                + element.getLocalName()
                                + " "
                                + element.getAttribute("id"))));
    assertThat(odd).isEmpty();
  }

  @Test
  void haveNamesForPeople() {
    List<String> nameless = new ArrayList<>();
    processes.forEach(
        (key, model) -> {
          assertThat(model.elements("message").map(message -> message.getAttribute("name")))
              .allMatch(name -> name.matches("[a-z][A-Za-z]*(\\.[a-z][A-Za-z]*)+"));
          model
              .elements()
              .filter(element -> Model.BPMN.equals(element.getNamespaceURI()) && needsName(element))
              .filter(element -> element.getAttribute("name").isBlank())
              .forEach(element -> nameless.add(key + ": " + element.getAttribute("id")));
        });
    assertThat(nameless).isEmpty();
  }

  private static boolean needsName(Element element) {
    String kind = element.getLocalName();
    boolean splits =
        kind.endsWith("clusiveGateway")
            && Model.children(element, Model.BPMN, "outgoing").count() > 1;
    return splits
        || kind.endsWith("Event")
        || kind.endsWith("Task")
        || kind.endsWith("Process")
        || kind.equals("callActivity");
  }

  /** A message that nobody waits for would wait for good, or be told to nobody. */
  @Test
  void tellOnlyWhatSomeModelHears() {
    Set<String> heard =
        processes.values().stream()
            .flatMap(model -> model.elements("message"))
            .map(message -> message.getAttribute("name"))
            .collect(Collectors.toSet());
    Set<String> told =
        processes.values().stream()
            .flatMap(Model::elements)
            .filter(
                element ->
                    Set.of("${raise}", "${tell}")
                        .contains(element.getAttributeNS(Model.CAMUNDA, "delegateExpression")))
            .flatMap(Model::within)
            .filter(
                element ->
                    Model.is(element, Model.CAMUNDA, "inputParameter")
                        && element.getAttribute("name").equals("message"))
            .map(element -> Model.text(element).strip())
            .collect(Collectors.toCollection(TreeSet::new));
    told.removeAll(heard);
    assertThat(told).isSubsetOf(STILL_WAITING);
  }

  /**
   * Of what the process alone carries out nothing is missing; of what it shares, some process
   * carries it.
   */
  @Test
  void carryEveryObligation() {
    Map<String, Set<String>> carried = new TreeMap<>();
    processes.forEach(
        (key, model) ->
            carried.put(
                key,
                obligations.carriers(model).stream()
                    .map(Carrier::requirement)
                    .collect(Collectors.toSet())));
    List<String> missing = new ArrayList<>();
    for (String process : processes.keySet()) {
      for (Requirement requirement : requirements.of(process)) {
        if (requirement.process().stream()
            .noneMatch(p -> carried.getOrDefault(p, Set.of()).contains(requirement.id()))) {
          missing.add(process + ": " + requirement.id() + " " + requirement.says());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void carryOnlyWhatTheCatalogueGivesThem() {
    processes.forEach(
        (key, model) ->
            assertThat(obligations.carriers(model).stream().map(Carrier::requirement))
                .as(key)
                .isSubsetOf(requirements.of(key).stream().map(Requirement::id).toList()));
  }

  /**
   * By a form, a decision, a delegate, a called process, the message that starts it, or a process
   * that calls it and hands on all it knows.
   */
  @Test
  void readOnlyVariablesThatAreWritten() {
    Map<String, Set<String>> read = new TreeMap<>();
    Map<String, Set<String>> written = new TreeMap<>();
    processes.forEach(
        (key, model) -> {
          read.put(key, new TreeSet<>());
          written.put(key, writtenByDelegates());
          model.elements().forEach(element -> follow(element, read.get(key), written.get(key)));
        });
    processes.forEach(
        (key, model) -> {
          Set<String> missing = new TreeSet<>(read.get(key));
          missing.removeAll(written.get(key));
          callers(key, new TreeSet<>()).forEach(caller -> missing.removeAll(written.get(caller)));
          assertThat(missing).as("read in %s, written nowhere", key).isEmpty();
        });
  }

  /** The processes that call this one, by its id or as an item of the catalogue, and theirs. */
  private Set<String> callers(String called, Set<String> found) {
    boolean isItem = isItem(processes.get(called));
    processes.forEach(
        (key, model) -> {
          boolean calls =
              model
                  .elements("callActivity")
                  .map(call -> call.getAttribute("calledElement"))
                  .anyMatch(
                      element ->
                          element.equals(called)
                              || isItem && ExpressionRule.name(element).isPresent());
          if (calls && found.add(key)) {
            callers(key, found);
          }
        });
    return found;
  }

  private static boolean isItem(Model model) {
    return model
        .elements("process")
        .flatMap(Model::properties)
        .anyMatch(property -> property.name().equals("requestItem"));
  }

  private void follow(Element element, Set<String> read, Set<String> written) {
    Stream.concat(attributes(element), Stream.of(Model.text(element)))
        .filter(ExpressionRule::holdsExpression)
        .filter(text -> !text.equals(element.getAttributeNS(Model.CAMUNDA, "delegateExpression")))
        .flatMap(text -> Stream.of(text.split(",")))
        .forEach(text -> read.addAll(expressions.names(text)));
    switch (element.getLocalName()) {
      case "inputParameter", "outputParameter" -> written.add(element.getAttribute("name"));
      case "out" -> written.add(element.getAttribute("target"));
      default -> {}
    }
    for (String attribute :
        List.of(
            "initiator",
            "elementVariable",
            "errorCodeVariable",
            "errorMessageVariable",
            "escalationCodeVariable")) {
      written.add(element.getAttributeNS(Model.CAMUNDA, attribute));
    }
    Optional.ofNullable(decisions.get(element.getAttributeNS(Model.CAMUNDA, "decisionRef")))
        .ifPresent(
            decision -> {
              decision
                  .elements()
                  .filter(e -> Model.is(e, DMN, "inputExpression"))
                  .flatMap(e -> Model.children(e, DMN, "text"))
                  .map(e -> Model.text(e).strip())
                  .filter(text -> text.matches("[a-z][A-Za-z0-9]*"))
                  .forEach(read::add);
              decision
                  .elements()
                  .filter(e -> Model.is(e, DMN, "output"))
                  .forEach(e -> written.add(e.getAttribute("name")));
            });
    String form = element.getAttributeNS(Model.CAMUNDA, "formRef");
    written.addAll(fields(form));
    if (ExpressionRule.name(form).isPresent()) {
      // the form of any item of the catalogue
      processes.values().stream()
          .filter(ModelsTest::isItem)
          .flatMap(model -> model.elements("startEvent"))
          .forEach(start -> written.addAll(fields(start.getAttributeNS(Model.CAMUNDA, "formRef"))));
    }
    Model.properties(element)
        .forEach(
            property -> {
              switch (property.name()) {
                case "form" -> written.addAll(fields(property.value()));
                case "accepts" -> property.values().forEach(written::add);
                default -> {}
              }
            });
  }

  private static Stream<String> attributes(Element element) {
    return IntStream.range(0, element.getAttributes().getLength())
        .mapToObj(i -> element.getAttributes().item(i).getNodeValue());
  }

  private Set<String> fields(String form) {
    Set<String> keys = new HashSet<>();
    shipped.files().stream()
        .filter(file -> file.kind() == ModelKind.FORM && file.key().equals(form))
        .forEach(file -> fields(json(file.content()).path("components"), keys));
    return keys;
  }

  private static void fields(JsonNode components, Set<String> keys) {
    for (JsonNode component : components) {
      keys.add(component.path("key").asText());
      fields(component.path("components"), keys);
    }
  }

  private static JsonNode json(byte[] content) {
    try {
      return JsonMapper.builder().build().readTree(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> writtenByDelegates() {
    return matches(
        Path.of("src/main/java/org/clauseflow"),
        ".java",
        "(?:setVariable(?:Local)?|Changed\\.set)\\(\\s*\"(\\w+)\"");
  }

  private ModelGuardWorld world() {
    Set<String> delegates = delegates();
    return new ModelGuardWorld(
        inserted("record_type"),
        inserted("role"),
        delegates,
        delegates::contains,
        ChoiceSources.names(),
        key -> shipped.holds(key + ".form"),
        key -> shipped.holds(key + ".dmn"),
        key -> shipped.holds(key + ".bpmn"),
        key -> Optional.empty(),
        key -> Optional.ofNullable(processes.get(key)),
        (requirement, process) -> false,
        process -> Set.of());
  }

  private static Set<String> delegates() {
    ClassPathScanningCandidateComponentProvider scanner =
        new ClassPathScanningCandidateComponentProvider(true);
    Predicate<BeanDefinition> isDelegate =
        bean -> {
          try {
            return JavaDelegate.class.isAssignableFrom(Class.forName(bean.getBeanClassName()));
          } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
          }
        };
    scanner.addExcludeFilter(new AssignableTypeFilter(Clauseflow.class));
    return scanner.findCandidateComponents("org.clauseflow").stream()
        .filter(isDelegate)
        .map(
            bean ->
                AnnotationBeanNameGenerator.INSTANCE.generateBeanName(
                    bean, new SimpleBeanDefinitionRegistry()))
        .collect(Collectors.toSet());
  }

  /** The first column of what the migrations put into a table. */
  private static Set<String> inserted(String table) {
    Set<String> ids = new HashSet<>();
    for (String statement :
        matches(
            Path.of("src/main/resources/db/migration"),
            ".sql",
            "insert into (" + table + "\\b[^;]*);")) {
      Matcher row = Pattern.compile("\\(\\s*'([^']+)',").matcher(statement);
      while (row.find()) {
        ids.add(row.group(1));
      }
    }
    return ids;
  }

  private static Set<String> matches(Path folder, String ending, String pattern) {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(ending)).toList()) {
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
        while (matcher.find()) {
          found.add(matcher.group(1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private Map<String, Model> models(ModelKind kind) {
    Map<String, Model> models = new TreeMap<>();
    for (ShippedModels.File file : shipped.files()) {
      if (file.kind() == kind) {
        try {
          models.put(file.key(), Model.read(file.content()));
        } catch (Model.Unreadable e) {
          throw new AssertionError(file.name(), e);
        }
      }
    }
    return models;
  }
}
