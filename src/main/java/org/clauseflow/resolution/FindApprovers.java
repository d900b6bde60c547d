package org.clauseflow.resolution;

import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Refusal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds the people who may approve a request. Input role: whose holders approve; a customer's
 * people only what their own organization asks for. Never the requester or the reporter; where
 * nobody else is left, the service managers, and then top management. Sets approvers.
 */
@Component("findApprovers")
class FindApprovers implements JavaDelegate {

  private final JdbcClient jdbc;

  FindApprovers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String role = (String) execution.getVariable("role");
    List<String> approvers =
        Stream.of(role, "serviceManager", "topManagement")
            .map(candidate -> holders(candidate, execution))
            .filter(people -> !people.isEmpty())
            .findFirst()
            .orElseThrow(
                () ->
                    new Refusal(
                        Refusal.Reason.NOT_NOW,
                        "This needs approval, and nobody has the role "
                            + role
                            + ", serviceManager or topManagement but those who ask for it"));
    execution.setVariable("approvers", String.join(",", approvers));
  }

  private List<String> holders(String role, DelegateExecution execution) {
    return jdbc.sql(
            """
            select p.id from sms.person_role r
            join sms.person p on p.id = r.person_id
            left join sms.party y on y.id = p.party_id
            where r.role_id = :role and p.active
              and p.id is distinct from :requester and p.id is distinct from :reporter
              and (y.kind is distinct from 'customer' or p.party_id = :customer)
            order by p.id
            """)
        .param("role", role)
        .param("requester", execution.getVariable("requester"))
        .param("reporter", execution.getVariable("reporter"))
        .param("customer", execution.getVariable("customer"))
        .query(String.class)
        .list();
  }
}
