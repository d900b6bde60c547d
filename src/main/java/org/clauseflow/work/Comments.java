package org.clauseflow.work;

import java.util.Map;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.resolution.Incidents;
import org.clauseflow.resolution.Requests;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people say about a record of whatever type. */
@Service
public class Comments {

  private final Incidents incidents;
  private final Requests requests;
  private final Register register;

  Comments(Incidents incidents, Requests requests, Register register) {
    this.incidents = incidents;
    this.requests = requests;
    this.register = register;
  }

  /** To an incident or a request it may be the answer that its process waits for. */
  @Transactional
  public void add(ServiceRecord record, String text, String actor) {
    switch (record.type()) {
      case "incident" -> incidents.comment(record.number(), text, actor);
      case "service-request" -> requests.comment(record.number(), text, actor);
      default -> register.add(record.number(), Entry.of(actor, "comment", text, Map.of()));
    }
  }
}
