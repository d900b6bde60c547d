package org.clauseflow.engine;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.AbstractDeleteProcessDefinitionCmd;
import org.camunda.bpm.engine.impl.cmd.AbstractDeleteProcessInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.AbstractModificationCmd;
import org.camunda.bpm.engine.impl.cmd.AbstractRestartProcessInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteDeploymentCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteProcessDefinitionsByIdsCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteProcessDefinitionsByKeyCmd;
import org.camunda.bpm.engine.impl.cmd.DeployCmd;
import org.camunda.bpm.engine.impl.cmd.HandleTaskBpmnErrorCmd;
import org.camunda.bpm.engine.impl.cmd.HandleTaskEscalationCmd;
import org.camunda.bpm.engine.impl.cmd.ModifyProcessInstanceAsyncCmd;
import org.camunda.bpm.engine.impl.cmd.ModifyProcessInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.SignalCmd;
import org.camunda.bpm.engine.impl.cmd.StartProcessInstanceAtActivitiesCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.migration.AbstractMigrationCmd;
import org.clauseflow.security.Outage;
import org.springframework.stereotype.Component;

/**
 * Stands before every command of the engine. What leads around a model (moving or deleting what
 * runs, ending a task by an error or a signal instead of its form) is for administrators: the
 * engine's own authorizations would allow parts of it to everybody who may work on a task. A start
 * in the middle is theirs by the engine's own rules. What a process refuses to them as well stands
 * in {@link RefusedRemoval}.
 */
@Component
class CommandGuard extends AbstractProcessEnginePlugin {

  private static final List<Class<?>> AROUND_THE_MODEL =
      List.of(
          ModifyProcessInstanceCmd.class,
          ModifyProcessInstanceAsyncCmd.class,
          AbstractModificationCmd.class,
          AbstractMigrationCmd.class,
          AbstractRestartProcessInstanceCmd.class,
          AbstractDeleteProcessInstanceCmd.class,
          HandleTaskBpmnErrorCmd.class,
          HandleTaskEscalationCmd.class,
          SignalCmd.class,
          DeleteDeploymentCmd.class,
          AbstractDeleteProcessDefinitionCmd.class,
          DeleteProcessDefinitionsByIdsCmd.class,
          DeleteProcessDefinitionsByKeyCmd.class);

  private final DeploymentLog deployments;

  CommandGuard(DeploymentLog deployments) {
    this.deployments = deployments;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    List<CommandInterceptor> first = new ArrayList<>();
    first.add(new Guard(configuration, deployments));
    if (configuration.getCustomPreCommandInterceptorsTxRequired() != null) {
      first.addAll(configuration.getCustomPreCommandInterceptorsTxRequired());
    }
    configuration.setCustomPreCommandInterceptorsTxRequired(first);
  }

  private static final class Guard extends CommandInterceptor {

    private final ProcessEngineConfigurationImpl configuration;

    private final DeploymentLog deployments;

    Guard(ProcessEngineConfigurationImpl configuration, DeploymentLog deployments) {
      this.configuration = configuration;
      this.deployments = deployments;
    }

    @Override
    public <T> T execute(Command<T> command) {
      // what a model or a delegate does on the way is not the person's own command
      boolean own = Context.getCommandContext() == null;
      boolean around = AROUND_THE_MODEL.stream().anyMatch(kind -> kind.isInstance(command));
      if (own && around) {
        requireAdministrator();
      }
      try {
        return around || command instanceof StartProcessInstanceAtActivitiesCmd
            ? RefusedRemoval.aroundTheModel(() -> next.execute(command))
            : command instanceof DeployCmd
                ? deployments.around(() -> next.execute(command))
                : next.execute(command);
      } catch (RuntimeException e) {
        if (!own) {
          throw e;
        }
        Outage.note(e);
        throw RefusedStep.atTheDoor(e);
      }
    }

    private void requireAdministrator() {
      Authentication person = configuration.getIdentityService().getCurrentAuthentication();
      if (person == null) {
        return;
      }
      List<String> groups = person.getGroupIds();
      if (groups == null || groups.stream().noneMatch(configuration.getAdminGroups()::contains)) {
        throw new AuthorizationException(
            "Moving, deleting or ending by error what runs is for administrators only");
      }
    }
  }
}
