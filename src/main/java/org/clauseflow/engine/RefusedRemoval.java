package org.clauseflow.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.migration.instance.MigratingActivityInstance;
import org.camunda.bpm.engine.impl.migration.instance.MigratingProcessInstance;
import org.camunda.bpm.engine.impl.migration.validation.instance.MigratingActivityInstanceValidationReportImpl;
import org.camunda.bpm.engine.impl.migration.validation.instance.MigratingActivityInstanceValidator;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.clauseflow.record.Refusal;
import org.springframework.stereotype.Component;

/**
 * A process that declares {@code removal} = refused goes its own way to its own end: whoever moves,
 * ends, deletes or restarts it around its model, an administrator too, is refused. So no step of it
 * can be left out.
 *
 * <p>The commands that lead around a model are known ({@link CommandGuard}), which processes they
 * touch is not: batches, queries and cascades have no end. Hence every element of such a process
 * refuses to be entered or left while one of them is at work.
 */
@Component
class RefusedRemoval extends AbstractProcessEnginePlugin
    implements ExecutionListener, MigratingActivityInstanceValidator {

  static final String PROPERTY = "removal";
  static final String REFUSED = "refused";

  private static final ThreadLocal<Boolean> AROUND_THE_MODEL = new ThreadLocal<>();

  /** Batches carry out their commands within their own jobs. */
  private static final String BATCHES = "instance-";

  /** Does what leads around a model. */
  static <T> T aroundTheModel(Supplier<T> work) {
    Boolean before = AROUND_THE_MODEL.get();
    AROUND_THE_MODEL.set(true);
    try {
      return work.get();
    } catch (RuntimeException e) {
      throw refusal(e);
    } finally {
      if (before == null) {
        AROUND_THE_MODEL.remove();
      }
    }
  }

  /** The refusal, which the engine may have wrapped into what says nothing. */
  private static RuntimeException refusal(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refused refused) {
        return refused;
      }
    }
    return failure;
  }

  private static final class Refused extends Refusal {
    Refused(String process) {
      super(
          Reason.NOT_ALLOWED,
          process
              + " cannot be moved, ended, deleted or restarted around its model, not even by an administrator:"
              + " complete its tasks, they lead to its end");
    }
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    List<BpmnParseListener> listeners = configuration.getCustomPostBPMNParseListeners();
    if (listeners == null) {
      listeners = new ArrayList<>();
      configuration.setCustomPostBPMNParseListeners(listeners);
    }
    listeners.add(
        new AbstractBpmnParseListener() {
          @Override
          public void parseProcess(Element xml, ProcessDefinitionEntity process) {
            var element = org.clauseflow.engine.Element.of(xml);
            if (REFUSED.equals(element.properties().get(PROPERTY))) {
              process.setProperty(PROPERTY, REFUSED);
              guard(process);
            }
          }
        });
    List<MigratingActivityInstanceValidator> validators =
        configuration.getCustomPreMigratingActivityInstanceValidators();
    if (validators == null) {
      validators = new ArrayList<>();
      configuration.setCustomPreMigratingActivityInstanceValidators(validators);
    }
    validators.add(this);
  }

  /** Listeners of the engine's own kind: the others can be skipped by who deletes. */
  private void guard(ScopeImpl scope) {
    scope.addBuiltInListener(ExecutionListener.EVENTNAME_START, this, 0);
    scope.addBuiltInListener(ExecutionListener.EVENTNAME_END, this, 0);
    scope.getActivities().forEach(this::guard);
  }

  @Override
  public void notify(DelegateExecution execution) {
    JobEntity job = Context.getCommandContext().getCurrentJob();
    boolean batch = job != null && job.getJobHandlerType().startsWith(BATCHES);
    if (batch || AROUND_THE_MODEL.get() != null) {
      throw new Refused(
          Objects.requireNonNullElse(execution.getProcessBusinessKey(), "This process"));
    }
  }

  /** Each element moves to itself in another version of the same process that refuses as well. */
  @Override
  public void validate(
      MigratingActivityInstance instance,
      MigratingProcessInstance process,
      MigratingActivityInstanceValidationReportImpl report) {
    ProcessDefinitionEntity from = process.getSourceDefinition();
    ProcessDefinitionEntity to = process.getTargetDefinition();
    if (from.getProperty(PROPERTY) == null) {
      return;
    }
    boolean sameProcess = from.getKey().equals(to.getKey()) && to.getProperty(PROPERTY) != null;
    ScopeImpl target = instance.getTargetScope();
    boolean sameElement =
        instance.getSourceScope() == from && target == to
            || target != null && target.getId().equals(instance.getSourceScope().getId());
    if (!sameProcess || !sameElement) {
      report.addFailure(
          "its process refuses to be moved around its model: move each element to itself, in another version of"
              + " the same process");
    }
  }
}
