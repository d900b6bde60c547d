package org.clauseflow.work;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.stereotype.Repository;

/**
 * What somebody may do with tasks by the rights of their roles, beside those to single tasks: those
 * the engine gives to candidates and assignees.
 */
@Repository
class Rights {

  static final int READ = Permissions.READ.getValue();

  private static final int ANY_TASK_ASSIGN =
      Permissions.UPDATE.getValue() | Permissions.TASK_ASSIGN.getValue();

  private record Right(int kind, String id, int permissions) {}

  /**
   * @param seesAll every task there is
   * @param sees processes whose tasks they see
   * @param assignsAll may hand on every task
   * @param assigns processes whose tasks they may hand on
   */
  record Of(
      String person,
      String[] roles,
      boolean seesAll,
      Set<String> sees,
      boolean assignsAll,
      Set<String> assigns) {

    boolean mayAssign(String process) {
      return assignsAll || assigns.contains(process);
    }
  }

  private final JdbcClient jdbc;

  Rights(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Of of(Authentication me) {
    String[] roles =
        me.getAuthorities().stream().map(GrantedAuthority::getAuthority).toArray(String[]::new);
    List<Right> rights =
        jdbc.sql(
                """
                select resource_type_ as kind, resource_id_ as id, perms_ as permissions
                from act_ru_authorization
                where type_ = 1 and (group_id_ = any (:roles) or user_id_ = :person)
                  and (resource_type_ = :process or resource_type_ = :task and resource_id_ = '*')
                """)
            .param("roles", roles)
            .param("person", me.getName())
            .param("process", Resources.PROCESS_DEFINITION.resourceType())
            .param("task", Resources.TASK.resourceType())
            .query(Right.class)
            .list();
    Set<String> sees = granting(rights, ProcessDefinitionPermissions.READ_TASK.getValue(), READ);
    Set<String> assigns =
        granting(rights, ProcessDefinitionPermissions.TASK_ASSIGN.getValue(), ANY_TASK_ASSIGN);
    return new Of(me.getName(), roles, sees.contains("*"), sees, assigns.contains("*"), assigns);
  }

  private static Set<String> granting(List<Right> rights, int ofProcess, int ofAnyTask) {
    Set<String> ids = new HashSet<>();
    for (Right right : rights) {
      boolean process = right.kind == Resources.PROCESS_DEFINITION.resourceType();
      if ((right.permissions & (process ? ofProcess : ofAnyTask)) != 0) {
        ids.add(right.id);
      }
    }
    return ids;
  }
}
