package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

/**
 * What the Modeler offers to a process owner is what the application has, and what the models use.
 */
class ElementTemplatesTest {

  private static final Path TEMPLATES = Path.of("bpmn/.camunda/element-templates");
  private static final Path SOURCES = Path.of("src/main/java");
  private static final String DELEGATE = "camunda:delegateExpression";
  private static final Pattern READ = Pattern.compile("getVariable(?:Local)?\\(\\s*\"(\\w+)\"");

  private final List<JsonNode> templates = templates();

  @Test
  void eachDelegateHasOneTemplateAndEachTemplateItsDelegate() {
    assertThat(templates.stream().map(ElementTemplatesTest::delegate).filter(d -> d != null))
        .containsExactlyInAnyOrderElementsOf(
            delegates().keySet().stream().map("${%s}"::formatted).toList());
    for (JsonNode template : templates) {
      String delegate = delegate(template);
      if (delegate != null) {
        assertThat(template.path("id").asText())
            .isEqualTo("org.clauseflow." + delegate.substring(2, delegate.length() - 1));
        assertThat(template.path("elementType").path("value").asText())
            .isEqualTo("bpmn:ServiceTask");
      }
    }
    assertThat(templates.stream().map(t -> t.path("id").asText())).doesNotHaveDuplicates();
  }

  @Test
  void aDelegateReadsEveryInputThatItsTemplateOffers() {
    Map<String, String> delegates = delegates();
    for (JsonNode template : templates) {
      String delegate = delegate(template);
      if (delegate != null) {
        String source =
            read(SOURCES.resolve(delegates.get(delegate.substring(2, delegate.length() - 1))));
        Set<String> read = new TreeSet<>();
        Matcher matcher = READ.matcher(source);
        while (matcher.find()) {
          read.add(matcher.group(1));
        }
        assertThat(read).as("what %s reads", delegate).containsAll(inputs(template));
      }
    }
  }

  @Test
  void everyTemplateThatCallsADelegateOffersWhatTheRecordNeeds() {
    templates.stream()
        .filter(template -> delegate(template) != null)
        .forEach(
            template ->
                assertThat(names(template, "camunda:property"))
                    .as("%s", template.path("id"))
                    .containsExactlyInAnyOrder("requirement", "status", "clock"));
  }

  @Test
  void notifyOffersTheMailsThatThereAre() throws IOException {
    try (Stream<Path> mails = Files.list(Path.of("src/main/resources/mail"))) {
      List<String> there =
          mails
              .map(mail -> mail.getFileName().toString().replace(".txt", ""))
              // who is away, and who stands in, is told by the application, not by a model
              .filter(mail -> !mail.startsWith("absence-"))
              .toList();
      JsonNode choices =
          template("org.clauseflow.notify").findParents("choices").get(0).path("choices");
      assertThat(choices.findValuesAsText("value")).containsExactlyInAnyOrderElementsOf(there);
    }
  }

  @Test
  void theModelsUseTheTemplatesAsTheyAre() throws IOException {
    Set<String> properties =
        templates.stream()
            .flatMap(t -> names(t, "camunda:property").stream())
            .collect(Collectors.toSet());
    for (Path file : models()) {
      BpmnModelInstance model = Bpmn.readModelFromFile(file.toFile());
      for (ServiceTask task : model.getModelElementsByType(ServiceTask.class)) {
        JsonNode template =
            template(task.getAttributeValueNs(BpmnModelConstants.CAMUNDA_NS, "modelerTemplate"));
        assertThat(task.getCamundaDelegateExpression())
            .as("%s of %s", task.getId(), file)
            .isEqualTo(delegate(template));
        Map<String, String> given =
            model.getModelElementsByType(CamundaInputParameter.class).stream()
                .filter(
                    input ->
                        input.getParentElement().getParentElement().getParentElement().equals(task))
                .collect(
                    Collectors.toMap(
                        CamundaInputParameter::getCamundaName,
                        CamundaInputParameter::getTextContent));
        assertThat(given.keySet())
            .as("inputs of %s of %s", task.getId(), file)
            .isSubsetOf(inputs(template))
            .containsAll(needed(template));
        for (JsonNode property : template.path("properties")) {
          String value = given.get(property.path("binding").path("name").asText());
          if (value != null && property.has("choices")) {
            assertThat(property.path("choices").findValuesAsText("value"))
                .as("what %s of %s may choose", task.getId(), file)
                .contains(value);
          }
        }
      }
      for (CamundaProperties declared : model.getModelElementsByType(CamundaProperties.class)) {
        String element = ((BaseElement) declared.getParentElement().getParentElement()).getId();
        declared
            .getCamundaProperties()
            .forEach(
                property ->
                    assertThat(properties)
                        .as("a template shows what %s of %s declares", element, file)
                        .contains(property.getCamundaName()));
      }
    }
  }

  private JsonNode template(String id) {
    return templates.stream()
        .filter(template -> template.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("There is no element template " + id));
  }

  private static String delegate(JsonNode template) {
    for (JsonNode property : template.path("properties")) {
      if (DELEGATE.equals(property.path("binding").path("name").asText())) {
        return property.path("value").asText();
      }
    }
    return null;
  }

  private static List<String> inputs(JsonNode template) {
    return names(template, "camunda:inputParameter");
  }

  private static List<String> needed(JsonNode template) {
    List<String> needed = new ArrayList<>(inputs(template));
    for (JsonNode property : template.path("properties")) {
      if (property.path("optional").asBoolean()) {
        needed.remove(property.path("binding").path("name").asText());
      }
    }
    return needed;
  }

  private static List<String> names(JsonNode template, String binding) {
    List<String> names = new ArrayList<>();
    for (JsonNode property : template.path("properties")) {
      if (binding.equals(property.path("binding").path("type").asText())) {
        names.add(property.path("binding").path("name").asText());
      }
    }
    return names;
  }

  /** Names of the beans that models may call, with their source files. */
  private static Map<String, String> delegates() {
    ClassPathScanningCandidateComponentProvider scanner =
        new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AssignableTypeFilter(JavaDelegate.class));
    Map<String, String> delegates = new TreeMap<>();
    for (BeanDefinition bean : scanner.findCandidateComponents("org.clauseflow")) {
      Class<?> type = ClassUtils.resolveClassName(bean.getBeanClassName(), null);
      delegates.put(
          type.getAnnotation(Component.class).value(), type.getName().replace('.', '/') + ".java");
    }
    return delegates;
  }

  private static List<Path> models() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("bpmn"))) {
      return files.filter(file -> file.toString().endsWith(".bpmn")).toList();
    }
  }

  private static List<JsonNode> templates() {
    try (Stream<Path> files = Files.list(TEMPLATES)) {
      List<JsonNode> templates = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        try (InputStream content = Files.newInputStream(file)) {
          templates.add(new ObjectMapper().readTree(content));
        }
      }
      return templates;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
