package org.clauseflow.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.steps.OnBehalf;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What staff do with updates and audits of the CMDB from outside the tasks. */
@Service
public class ConfigurationRecords {

  /**
   * @param action what is to be done first, null to leave it open
   * @param type of an item to be registered
   * @param item that it is about
   * @param items further ones
   * @param change the request for change by which it is done, null if there is none yet
   */
  public record Update(
      String title,
      String description,
      String action,
      String type,
      String item,
      List<String> items,
      String change) {}

  private final OnBehalf onBehalf;
  private final Register register;
  private final JdbcClient jdbc;

  ConfigurationRecords(OnBehalf onBehalf, Register register, JdbcClient jdbc) {
    this.onBehalf = onBehalf;
    this.register = register;
    this.jdbc = jdbc;
  }

  /** Opens an update of the CMDB and returns its number. */
  @Transactional
  public String ask(Update update, String actor) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("title", update.title());
    variables.put("description", update.description());
    variables.put("ciAction", update.action());
    variables.put("ciType", update.type());
    variables.put("ci", update.item());
    if (update.items() != null && !update.items().isEmpty()) {
      variables.put("configurationItems", Chosen.of(update.items()));
    }
    variables.put("change", update.change());
    variables.put("reporter", actor);
    variables.put("source", "api");
    variables.values().removeIf(value -> value == null);
    return onBehalf.start(actor, "configuration.updateRequested", variables);
  }

  /** Whether items may be imported under this number. */
  @Transactional(readOnly = true)
  public boolean mayImport(String number) {
    return number != null
        && jdbc.sql(
                """
                select sms.change_allows(:number) or exists (
                  select from sms.record where number = :number and type = 'configuration-control' and closed_at is null)
                """)
            .param("number", number)
            .query(Boolean.class)
            .single();
  }

  /** Nothing more is to be done; what was done stays. */
  @Transactional
  public void withdraw(String number, String reason, String actor) {
    end(number, "configuration-control", "configuration.withdrawn", reason, actor);
  }

  @Transactional
  public void callOff(String number, String reason, String actor) {
    end(number, "configuration-audit", "configurationAudit.calledOff", reason, actor);
  }

  private void end(String number, String type, String message, String reason, String actor) {
    ServiceRecord record =
        register
            .find(number)
            .filter(found -> found.type().equals(type))
            .orElseThrow(() -> Refusal.unknownRecord(number));
    register.add(number, Entry.of(actor, "comment", reason, Map.of("reason", reason)));
    boolean heard =
        onBehalf.tell(actor, record.processInstanceId(), message, Map.of("reason", reason));
    if (!heard) {
      throw new Refusal(Reason.NOT_NOW, number + " is " + record.status() + ": it is over already");
    }
  }
}
