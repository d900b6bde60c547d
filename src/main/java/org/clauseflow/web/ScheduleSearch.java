package org.clauseflow.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Repository;

/**
 * The schedule of change as a person may see it: staff all that they may see of the register, a
 * customer's people what touches services that their organization uses, and nothing confidential.
 */
@Repository
class ScheduleSearch {

  /**
   * What is looked for.
   *
   * @param service id, null: any, as customer and state
   * @param mine only changes that concern the person: asked for, implemented, or of services that
   *     they own
   * @param over also what was cancelled or taken away since then, null: only if it is asked for
   */
  record Question(
      Instant from,
      Instant until,
      String service,
      String customer,
      String state,
      boolean mine,
      Instant over) {}

  /** What a change collides with, as it was found. */
  record Collision(
      @Schema(description = "sameCi, relatedCi, sameImplementer, freeze or outsideWindow")
          String kind,
      @Schema(description = "the other change, if it is one") String other,
      String what,
      Instant startsAt,
      Instant endsAt,
      @Schema(description = "blocks, decide or note") String severity,
      Instant foundAt,
      @Schema(description = "null: it still is so") Instant goneAt,
      Instant acceptedAt,
      String acceptedBy,
      String acceptedWhy) {}

  private static final String USED_BY_VIEWER =
      "(select party_id from sms.person where id = :me) in (select sms.customers_of_service(%s, :today))";

  private static final String ITEMS =
      """
      with item as (
        select 'change' as kind, s.change as id, null as day, r.title, null as reason, s.service_id as service,
               null as customer, lower(s.period) as starts_at, upper(s.period) as ends_at, s.state,
               case when :staff then s.implementer end as implementer, case when :staff then s.change_type end as change_type,
               case when :staff then (
                 select severity from sms.change_collision c
                 where c.change = s.change and c.gone_at is null and c.accepted_at is null
                 order by array_position(array['blocks', 'decide', 'note'], severity) limit 1) end as collision,
               s.revision, s.updated_at
        from sms.scheduled_change s join sms.record r on r.number = s.change
        where s.period && tstzrange(:from, :until) and %s
          and case when :state::text is null
                   then s.state <> 'cancelled' or coalesce(s.updated_at >= :over::timestamptz, false)
                   else s.state = :state end
          and (:service::text is null or exists (
            select from sms.scheduled_change_service t where t.change = s.change and t.service_id = :service))
          and (:customer::text is null or exists (
            select from sms.scheduled_change_service t
            where t.change = s.change and :customer in (select sms.customers_of_service(t.service_id, :today))))
          and (not :mine or r.reporter_id = :me or sms.natural_person(s.implementer) = sms.natural_person(:me) or exists (
            select from sms.scheduled_change_service t join sms.service v on v.id = t.service_id
            where t.change = s.change and (v.owner_id = :me or not :staff)))
        union all
        select w.kind, w.id, o.day, w.name, w.reason, w.service_id, w.customer_id, lower(o.period), upper(o.period),
               case when w.removed_at is not null then 'cancelled' end, null, null, null, w.revision, w.updated_at
        from sms.change_window_occurrence o join sms.change_window w on w.id = o.change_window
        where o.period && tstzrange(:from, :until) and %s
          and (w.removed_at is null or coalesce(w.removed_at >= :over::timestamptz, false))
          and (:service::text is null or w.service_id = :service or w.service_id is null and w.customer_id is null
               or w.customer_id in (select sms.customers_of_service(:service, :today)))
          and (:customer::text is null or w.customer_id = :customer or w.customer_id is null and w.service_id is null
               or :customer in (select sms.customers_of_service(w.service_id, :today)))
      )
      """;

  private final JdbcClient jdbc;
  private final RecordAccess access;
  private final Clock clock;

  ScheduleSearch(JdbcClient jdbc, RecordAccess access, Clock clock) {
    this.jdbc = jdbc;
    this.access = access;
    this.clock = clock;
  }

  List<Planned> find(Question question, Authentication me, int size, long offset) {
    return asked(
            "select * from item order by starts_at, ends_at, id, day limit :size offset :offset",
            question,
            me)
        .param("size", size)
        .param("offset", offset)
        .query(Planned.class)
        .list();
  }

  long count(Question question, Authentication me) {
    return asked("select count(*) from item", question, me).query(Long.class).single();
  }

  /** What a change collides with, or did; what still is so first. */
  List<Collision> collisions(String change, int size, long offset) {
    return jdbc.sql(
            """
            select kind, other, what, lower(period) as starts_at, upper(period) as ends_at, severity, found_at, gone_at,
                   accepted_at, accepted_by, accepted_why
            from sms.change_collision_told where change = :number
            order by gone_at desc nulls first, found_at desc, id limit :size offset :offset
            """)
        .param("number", change)
        .param("size", size)
        .param("offset", offset)
        .query(Collision.class)
        .list();
  }

  long countCollisions(String change) {
    return jdbc.sql("select count(*) from sms.change_collision where change = :number")
        .param("number", change)
        .query(Long.class)
        .single();
  }

  private JdbcClient.StatementSpec asked(String select, Question question, Authentication me) {
    RecordAccess.Condition visible = access.condition("r", me);
    boolean staff = access.staff(me);
    String changes =
        staff
            ? visible.sql()
            : """
            not r.confidential and exists (
              select from sms.scheduled_change_service t where t.change = s.change and\s"""
                + USED_BY_VIEWER.formatted("t.service_id")
                + ")";
    String windows =
        staff
            ? "true"
            : "(w.service_id is null and w.customer_id is null or w.customer_id = (select party_id from sms.person where id = :me) or "
                + USED_BY_VIEWER.formatted("w.service_id")
                + ")";
    JdbcClient.StatementSpec asked =
        jdbc.sql(ITEMS.formatted(changes, windows) + select)
            .param("me", me.getName())
            .param("staff", staff)
            .param("today", LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))
            .param("from", Timestamp.from(question.from))
            .param("until", Timestamp.from(question.until))
            .param("service", question.service)
            .param("customer", question.customer)
            .param("state", question.state)
            .param("mine", question.mine)
            .param("over", question.over == null ? null : Timestamp.from(question.over));
    return staff ? asked.params(visible.params()) : asked;
  }

  /** Refuses a service or customer that there is not, or not for this person. */
  void check(String service, String customer, Authentication me) {
    boolean staff = access.staff(me);
    if (service != null
        && !jdbc.sql(
                "select exists (select from sms.service v where v.id = :service and (:staff or "
                    + USED_BY_VIEWER.formatted("v.id")
                    + "))")
            .param("service", service)
            .param("staff", staff)
            .param("me", me.getName())
            .param("today", LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))
            .query(Boolean.class)
            .single()) {
      throw new Refusal(Reason.INVALID, "service", "is none that you may see: " + service);
    }
    if (customer != null
        && !jdbc.sql(
                """
                select exists (select from sms.party p where p.id = :customer and p.kind = 'customer'
                  and (:staff or p.id = (select party_id from sms.person where id = :me)))
                """)
            .param("customer", customer)
            .param("staff", staff)
            .param("me", me.getName())
            .query(Boolean.class)
            .single()) {
      throw new Refusal(Reason.INVALID, "customer", "is none that you may see: " + customer);
    }
  }
}
