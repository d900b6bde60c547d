package org.clauseflow.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.form.CamundaFormRef;
import org.camunda.bpm.engine.impl.cmd.GetCamundaFormDefinitionCmd;
import org.camunda.bpm.engine.impl.cmd.GetDeploymentResourceCmd;
import org.camunda.bpm.engine.impl.form.CamundaFormRefImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.repository.CamundaFormDefinition;
import org.clauseflow.catalogue.Recent;
import org.springframework.stereotype.Component;

/**
 * The deployed forms, read once each. Which version a reference means is looked up again after two
 * seconds: an owner's new version holds from then on, and completing a task costs no look-up.
 */
@Component
class FormDefinitions {

  private static final String DEPLOYED_FORM = "camunda-forms:deployment:";

  private record Reference(String key, String binding, Integer version, String deploymentId) {}

  private record Resource(String deploymentId, String name) {}

  private final ObjectMapper json;
  private final Recent<Reference, Form> found = new Recent<>(Duration.ofSeconds(2));
  private final Map<Resource, Form> forms = new ConcurrentHashMap<>();

  FormDefinitions(ObjectMapper json) {
    this.json = json;
  }

  /**
   * The form of a task or start event, by reference or by key; empty where it has none, or one of
   * another kind.
   *
   * @param deploymentId deployment of the process
   */
  Optional<Form> find(
      CamundaFormRef reference, String formKey, String deploymentId, CommandContext context) {
    if (reference != null && reference.getKey() != null) {
      return Optional.of(find(reference, deploymentId, context));
    }
    if (formKey != null && formKey.startsWith(DEPLOYED_FORM)) {
      return Optional.of(
          read(new Resource(deploymentId, formKey.substring(DEPLOYED_FORM.length())), context));
    }
    return Optional.empty();
  }

  /** The latest version of a form. */
  Form latest(String id, CommandContext context) {
    return find(new CamundaFormRefImpl(id, "latest"), null, context);
  }

  Form find(CamundaFormRef ref, String deploymentId, CommandContext context) {
    Reference reference =
        new Reference(ref.getKey(), ref.getBinding(), ref.getVersion(), deploymentId);
    return found.get(reference, r -> lookUp(ref, deploymentId, context));
  }

  private Form lookUp(CamundaFormRef ref, String deploymentId, CommandContext context) {
    CamundaFormDefinition definition =
        context.runWithoutAuthorization(
            () -> new GetCamundaFormDefinitionCmd(ref, deploymentId).execute(context));
    if (definition == null) {
      throw new NotFoundException("The form %s is not deployed".formatted(ref.getKey()));
    }
    return read(new Resource(definition.getDeploymentId(), definition.getResourceName()), context);
  }

  private Form read(Resource resource, CommandContext context) {
    Form known = forms.get(resource);
    if (known != null) {
      return known;
    }
    var read = new GetDeploymentResourceCmd(resource.deploymentId, resource.name);
    try (InputStream content = context.runWithoutAuthorization(() -> read.execute(context))) {
      Form form = Form.of(json.readTree(content));
      forms.put(resource, form);
      return form;
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read".formatted(resource.name), e);
    }
  }
}
