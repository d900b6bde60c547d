package org.clauseflow.notification;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Mails that wait to be sent, written in the transaction of the step that wants them. */
@Repository
class Outbox {

  /**
   * One statement: finds the people, fills in what differs between them, writes a mail or the
   * reason why not.
   */
  private static final String WRITE =
      """
      with part as (
        select r.number, r.reporter_id, r.customer_id, r.data->>'supportGroup' as support_group
        from sms.record_link l join sms.record r on r.number = l.from_number
        where l.kind = 'part of' and r.closed_at is null
          and l.to_number in (:reportersOfPartsOf::text, :customersOfPartsOf::text, :groupsOfPartsOf::text)
      ), customer as (
        select y.*, case when y.id = :customer::text then 'customer' else 'linkedCustomers' end as addressed_as
        from sms.party y
        where y.id = :customer::text
           or :customersOfPartsOf::text is not null and y.kind = 'customer' and y.id in (select customer_id from part)
      ), addressed as (
        select distinct on (a.id) a.* from (
          select 1 as nearness, p.id, p.name, p.mail, p.active, 'reporter' as addressed_as,
                 :number::text as number, :title::text as title
          from sms.person p where p.id = :reporter::text
          union all
          select 2, p.id, p.name, p.mail, p.active, 'reporter of ' || r.number,
                 r.number, case when r.confidential then 'confidential' else r.title end
          from sms.record_link l
          join sms.record r on r.number = l.from_number
          join sms.person p on p.id = r.reporter_id
          where l.to_number = :duplicatesOf::text and l.kind = 'duplicates'
          union all
          select 2, p.id, p.name, p.mail, p.active, 'affected reporter',
                 r.number, case when r.confidential then 'confidential' else r.title end
          from sms.record_link l
          join sms.record r on r.number = l.from_number
          join sms.person p on p.id = r.reporter_id
          where l.to_number = :causeOf::text and l.kind = 'caused by'
          union all
          select 3, p.id, p.name, p.mail, p.active, 'owner', :number, :title
          from sms.record r join sms.person p on p.id = r.owner_id where r.number = :ownerOf::text
          union all
          select 4, p.id, p.name, p.mail, p.active, 'linkedReporters', :number, :title
          from sms.person p where :reportersOfPartsOf::text is not null and p.id in (select reporter_id from part)
          union all
          select 5, y.id, y.name, y.mail, y.active, y.addressed_as, :number, :title
          from customer y where y.mail is not null
          union all
          select 5, p.id, p.name, p.mail, p.active, y.addressed_as, :number, :title
          from customer y join sms.person p on p.party_id = y.id
          where y.mail is null
          union all
          select 6, p.id, p.name, p.mail, p.active, 'linkedGroups', :number, :title
          from sms.person_role pr join sms.person p on p.id = pr.person_id
          where :groupsOfPartsOf::text is not null and pr.role_id in (
            select support_group from part
            union
            select g from sms.record r, jsonb_array_elements_text(r.data->'supportGroups') g
            where r.number = :groupsOfPartsOf::text)
          union all
          select 7, p.id, p.name, p.mail, p.active, pr.role_id, :number, :title
          from sms.person_role pr join sms.person p on p.id = pr.person_id
          where pr.role_id = any (string_to_array(:roles::text, ','))
          union all
          select 5, p.id, p.name, p.mail, p.active, p.id, :number, :title
          from sms.person p where p.id = any (string_to_array(:roles::text, ','))
        ) a order by a.id, a.nearness, a.addressed_as
      ), judged as (
        select a.*, case when not a.active then 'no longer active'
                         when coalesce(trim(a.mail), '') = '' then 'no mail address' end as reason,
               (select s.name from sms.service s where s.id = :service::text) as service
        from addressed a
      )
      insert into sms.mail (step_key, record_number, template, recipient, addressed_as, address, subject, body,
                            state, reason, created_at, next_attempt)
      select :step || ' ' || :template || ' ' || id, number, :template, id, addressed_as, mail,
             sms.mail_text(:subject, number, title, service, name), sms.mail_text(:body, number, title, service, name),
             case when reason is null then 'waiting' else 'skipped' end, reason, :at, :at
      from judged
      on conflict (step_key) do nothing
      returning recipient, addressed_as, reason
      """;

  private final JdbcClient jdbc;
  private final Clock clock;

  Outbox(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Writes one mail for each of these people, and none for whom this step has written to already.
   *
   * @param title of the record, null if the mail must not carry it
   * @param service id of the service concerned, null if none
   */
  List<Told> write(
      String step,
      String number,
      String template,
      MailTemplates.Text text,
      Addressees to,
      String title,
      String service) {
    return jdbc.sql(WRITE)
        .param("step", step)
        .param("number", number)
        .param("template", template)
        .param("subject", text.subject())
        .param("body", text.body())
        .param("reporter", to.reporter())
        .param("duplicatesOf", to.duplicatesOf())
        .param("causeOf", to.causeOf())
        .param("ownerOf", to.ownerOf())
        .param("customer", to.customer())
        .param("roles", to.roles())
        .param("reportersOfPartsOf", to.reportersOfPartsOf())
        .param("customersOfPartsOf", to.customersOfPartsOf())
        .param("groupsOfPartsOf", to.groupsOfPartsOf())
        .param("title", title)
        .param("service", service)
        .param("at", Timestamp.from(clock.instant()))
        .query((rs, i) -> new Told(rs.getString(1), rs.getString(2), rs.getString(3)))
        .list();
  }

  /**
   * Writes a mail to somebody who may not be in the register and that concerns no record; false if
   * one with this key was written before.
   *
   * @param inReplyTo id of the mail that it answers, null if that has none
   */
  boolean write(
      String key, String template, MailTemplates.Text text, String address, String inReplyTo) {
    return jdbc.sql(
                """
                insert into sms.mail (step_key, template, recipient, addressed_as, address, subject, body, in_reply_to,
                                      state, created_at, next_attempt)
                values (:key, :template, :address, 'sender', :address, :subject, :body, :inReplyTo, 'waiting', :at, :at)
                on conflict (step_key) do nothing
                """)
            .param("key", key)
            .param("template", template)
            .param("address", address)
            .param("subject", text.subject())
            .param("body", text.body())
            .param("inReplyTo", inReplyTo)
            .param("at", Timestamp.from(clock.instant()))
            .update()
        == 1;
  }
}
