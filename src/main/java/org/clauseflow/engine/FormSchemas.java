package org.clauseflow.engine;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.springframework.stereotype.Component;

/** Forms as those outside show them. */
@Component
public class FormSchemas {

  private static final TypeReference<Map<String, Object>> SCHEMA = new TypeReference<>() {};

  private final FormDefinitions forms;
  private final FormContent content;
  private final ObjectMapper json;
  private final CommandExecutor engine;

  FormSchemas(
      FormDefinitions forms, FormContent content, ObjectMapper json, ProcessEngine processEngine) {
    this.forms = forms;
    this.content = content;
    this.json = json;
    this.engine =
        ((ProcessEngineConfigurationImpl) processEngine.getProcessEngineConfiguration())
            .getCommandExecutorTxRequired();
  }

  /** The latest version, with its choices filled in for whoever is logged in. */
  public Map<String, Object> latest(String form) {
    return engine.execute(
        context ->
            json.convertValue(
                content.fill(forms.latest(form, context), Asker.of(context, null, Map.of())),
                SCHEMA));
  }
}
