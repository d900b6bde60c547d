package org.clauseflow.work;

import java.util.List;
import java.util.Optional;
import org.clauseflow.record.Attachments;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Records as people read them, beside a task and on a page of their own. */
@Component
public class RecordSheets {

  /** So much of the journal, and of what people said, is shown at first. */
  private static final int ENTRIES = 20;

  private static final String NAMES =
      """
      select (select name from sms.record_type where id = :type) as type,
             (select name from sms.service where id = :service) as service,
             (select name from sms.party where id = :customer) as customer,
             (select name from sms.person where id = :reporter) as reporter,
             (select name from sms.person where id = :owner) as owner,
             (select name from sms.ci where id = :item) as item
      """;

  /** The latest links first; a major incident may have thousands. */
  private static final String LINKS =
      """
      with l as (
        select to_number as number, kind, true as outgoing, linked_at, linked_by
        from sms.record_link where from_number = :number
        union all
        select from_number, kind, false, linked_at, linked_by from sms.record_link where to_number = :number
        order by linked_at desc limit 200
      )
      select l.number, l.kind, l.outgoing, t.name as type, r.title, r.status, l.linked_at as at, l.linked_by as by
      from l left join sms.record r on r.number = l.number and %s
      left join sms.record_type t on t.id = r.type
      order by l.linked_at desc, l.number
      """;

  private final Register register;
  private final RecordAccess access;
  private final Attachments attachments;
  private final JdbcClient jdbc;

  RecordSheets(Register register, RecordAccess access, Attachments attachments, JdbcClient jdbc) {
    this.register = register;
    this.access = access;
    this.attachments = attachments;
    this.jdbc = jdbc;
  }

  public RecordSheet of(String number, Authentication me) {
    ServiceRecord record = visible(number, me).orElseThrow(() -> Refusal.unknownRecord(number));
    return new RecordSheet(
        record,
        names(record),
        register.entries(number),
        register.journal(number, true, ENTRIES, 0),
        register.comments(number, ENTRIES),
        links(number, me),
        attachments.of(number));
  }

  /** A record that is not for this person is one that there is not. */
  Optional<ServiceRecord> visible(String number, Authentication me) {
    return register.find(number).filter(record -> access.visible(record, me));
  }

  private RecordSheet.Names names(ServiceRecord record) {
    return jdbc.sql(NAMES)
        .param("type", record.type())
        .param("service", record.service())
        .param("customer", record.customer())
        .param("reporter", record.reporter())
        .param("owner", record.owner())
        .param("item", record.data().get("ci"))
        .query(RecordSheet.Names.class)
        .single();
  }

  private List<RecordSheet.Linked> links(String number, Authentication me) {
    RecordAccess.Condition visible = access.condition("r", me);
    return jdbc.sql(LINKS.formatted(visible.sql()))
        .param("number", number)
        .params(visible.params())
        .query(RecordSheet.Linked.class)
        .list();
  }
}
