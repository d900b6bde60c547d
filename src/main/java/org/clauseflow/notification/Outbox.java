package org.clauseflow.notification;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Mails that wait to be sent, written in the transaction of the step that wants them. */
@Repository
class Outbox {

  private static final String REPORTER =
      """
      select 1 as nearness, p.id, p.name, p.mail, p.active, 'reporter' as addressed_as,
             :number::text as number, :title::text as title
      from sms.person p where p.id = :reporter
      """;

  private static final String REPORTERS_OF_DUPLICATES =
      """
      select 2 as nearness, p.id, p.name, p.mail, p.active, 'reporter of ' || r.number as addressed_as,
             r.number, case when r.confidential then 'confidential' else r.title end as title
      from sms.record_link l
      join sms.record r on r.number = l.from_number
      join sms.person p on p.id = r.reporter_id
      where l.to_number = :duplicatesOf and l.kind = 'duplicates'
      """;

  private static final String REPORTERS_OF_CAUSED =
      """
      select 2 as nearness, p.id, p.name, p.mail, p.active, 'affected reporter' as addressed_as,
             r.number, case when r.confidential then 'confidential' else r.title end as title
      from sms.record_link l
      join sms.record r on r.number = l.from_number
      join sms.person p on p.id = r.reporter_id
      where l.to_number = :causeOf and l.kind = 'caused by'
      """;

  private static final String OWNER =
      """
      select 3 as nearness, p.id, p.name, p.mail, p.active, 'owner' as addressed_as,
             :number::text as number, :title::text as title
      from sms.record r join sms.person p on p.id = r.owner_id where r.number = :ownerOf
      """;

  private static final String REPORTERS_OF_PARTS =
      """
      select 4 as nearness, p.id, p.name, p.mail, p.active, 'linkedReporters' as addressed_as,
             :number::text as number, :title::text as title
      from sms.person p
      where p.id in (select r.reporter_id from sms.record_link l join sms.record r on r.number = l.from_number
                     where l.kind = 'part of' and r.closed_at is null and l.to_number = :reportersOfPartsOf)
      """;

  /** A customer's own address, or its people if it has none. */
  private static final String OF_CUSTOMERS =
      """
      select 5 as nearness, coalesce(p.id, y.id) as id, coalesce(p.name, y.name) as name,
             case when p.id is null then y.mail else p.mail end as mail, coalesce(p.active, y.active) as active,
             %s as addressed_as, :number::text as number, :title::text as title
      from sms.party y left join sms.person p on p.party_id = y.id and y.mail is null
      where (y.mail is not null or p.id is not null) and %s
      """;

  private static final String CUSTOMER = OF_CUSTOMERS.formatted("'customer'", "y.id = :customer");

  private static final String CUSTOMERS_OF_SERVICE =
      OF_CUSTOMERS.formatted(
          "'serviceCustomers'",
          """
          y.id in (select sms.customers_of_service(:customersOf, :at::timestamptz::date))
          """);

  private static final String CUSTOMERS_OF_PARTS =
      OF_CUSTOMERS.formatted(
          "case when y.id = :customer::text then 'customer' else 'linkedCustomers' end",
          """
          y.kind = 'customer' and y.id in (
            select r.customer_id from sms.record_link l join sms.record r on r.number = l.from_number
            where l.kind = 'part of' and r.closed_at is null and l.to_number = :customersOfPartsOf)
          """);

  private static final String NAMED =
      """
      select 5 as nearness, p.id, p.name, p.mail, p.active, p.id as addressed_as,
             :number::text as number, :title::text as title
      from sms.person p where p.id = any (string_to_array(:roles, ','))
      """;

  private static final String GROUPS_OF_PARTS =
      """
      select 6 as nearness, p.id, p.name, p.mail, p.active, 'linkedGroups' as addressed_as,
             :number::text as number, :title::text as title
      from sms.person_role pr join sms.person p on p.id = pr.person_id
      where pr.role_id in (
        select r.data->>'supportGroup' from sms.record_link l join sms.record r on r.number = l.from_number
        where l.kind = 'part of' and r.closed_at is null and l.to_number = :groupsOfPartsOf
        union
        select g from sms.record r, jsonb_array_elements_text(r.data->'supportGroups') g
        where r.number = :groupsOfPartsOf)
      """;

  private static final String ROLES =
      """
      select 7 as nearness, p.id, p.name, p.mail, p.active, pr.role_id as addressed_as,
             :number::text as number, :title::text as title
      from sms.person_role pr join sms.person p on p.id = pr.person_id
      where pr.role_id = any (string_to_array(:roles, ','))
      """;

  /**
   * One statement: finds the people, fills in what differs between them, writes a mail or the
   * reason why not. Only what is asked for becomes part of it: the database plans it for each mail,
   * and that took most of its time.
   */
  private static final String WRITE =
      """
      with addressed as (
        select distinct on (a.id) a.* from (%s) a order by a.id, a.nearness, a.addressed_as
      ), judged as (
        select a.*, case when not a.active then 'no longer active'
                         when coalesce(trim(a.mail), '') = '' then 'no mail address' end as reason,
               (select s.name from sms.service s where s.id = :service) as service
        from addressed a
      )
      insert into sms.mail (step_key, record_number, template, recipient, addressed_as, address, subject, body,
                            state, reason, created_at, next_attempt)
      select :step || ' ' || :template || ' ' || id, number, :template, id, addressed_as, mail,
             sms.mail_text(:subject, number, title, service, name),
             sms.mail_text(:body, number, title, service, name)
               -- these are told of a record of others, which they may not see
               || case when addressed_as in ('serviceCustomers', 'linkedReporters', 'linkedCustomers') then ''
                       else E'\\n' || number || E' with all that belongs to it:\\n' || :address || '/records/' || number || E'\\n' end,
             case when reason is null then 'waiting' else 'skipped' end, reason, :at, :at
      from judged
      on conflict (step_key) do nothing
      returning recipient, addressed_as, reason
      """;

  private final JdbcClient jdbc;
  private final Clock clock;
  private final String address;

  /**
   * @param address where people reach the application, so that a mail leads to its record
   */
  Outbox(JdbcClient jdbc, Clock clock, @Value("${clauseflow.address}") String address) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.address = address.replaceAll("/+$", "");
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
    List<String> people = people(to);
    if (people.isEmpty()) {
      return List.of();
    }
    return jdbc.sql(WRITE.formatted(String.join(" union all ", people)))
        .param("step", step)
        .param("number", number)
        .param("template", template)
        .param("subject", text.subject())
        .param("body", text.body())
        .param("address", address)
        .param("reporter", to.reporter())
        .param("duplicatesOf", to.duplicatesOf())
        .param("causeOf", to.causeOf())
        .param("ownerOf", to.ownerOf())
        .param("customer", to.customer())
        .param("customersOf", to.customersOf())
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

  private static List<String> people(Addressees to) {
    List<String> people = new ArrayList<>();
    BiConsumer<String, String> add =
        (asked, sql) -> {
          if (asked != null) {
            people.add(sql);
          }
        };
    add.accept(to.reporter(), REPORTER);
    add.accept(to.duplicatesOf(), REPORTERS_OF_DUPLICATES);
    add.accept(to.causeOf(), REPORTERS_OF_CAUSED);
    add.accept(to.ownerOf(), OWNER);
    add.accept(to.reportersOfPartsOf(), REPORTERS_OF_PARTS);
    add.accept(to.customer(), CUSTOMER);
    add.accept(to.customersOf(), CUSTOMERS_OF_SERVICE);
    add.accept(to.customersOfPartsOf(), CUSTOMERS_OF_PARTS);
    add.accept(to.roles(), NAMED);
    add.accept(to.groupsOfPartsOf(), GROUPS_OF_PARTS);
    add.accept(to.roles(), ROLES);
    return people;
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
