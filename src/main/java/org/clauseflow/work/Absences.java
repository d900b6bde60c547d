package org.clauseflow.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.clauseflow.catalogue.People;
import org.clauseflow.catalogue.Person;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who is away and who acts for them: entered by themselves or by a manager. A deputy is there while
 * it lasts and has a role of the absent one, so that every task finds somebody at once.
 */
@Service
public class Absences {

  private static final Duration LONGEST = Duration.ofDays(400);

  /** Enter and end the absences of others. */
  private static final Set<String> MANAGERS =
      Set.of("serviceManager", "topManagement", "camunda-admin");

  private static final TypeReference<List<Absence.Staying>> STAYING = new TypeReference<>() {};

  private static final String FROM =
      """
      from sms.absence a join sms.person p on p.id = a.person_id join sms.person d on d.id = a.deputy_id
      """;

  /** For staff; a customer's people see what concerns themselves. */
  private static final String VISIBLE = "(:staff or a.person_id = :me or a.deputy_id = :me)";

  private static final String SELECT =
      """
      select a.id, a.person_id, p.name as person_name, a.deputy_id, d.name as deputy_name, a.from_at, a.until_at,
             a.entered_by, a.ended_at,
             (select count(*) from sms.absence_task t where t.absence_id = a.id and t.stays is null) as given,
             (select coalesce(jsonb_agg(jsonb_build_object('record', t.record_number, 'task', t.task_name, 'why', t.stays)
                                        order by t.id), '[]')
              from sms.absence_task t where t.absence_id = a.id and t.stays is not null and :staff) as staying
      """;

  private final JdbcClient jdbc;
  private final People people;
  private final RecordAccess access;
  private final AbsenceMails mails;
  private final ObjectMapper json;
  private final Clock clock;

  Absences(
      JdbcClient jdbc,
      People people,
      RecordAccess access,
      AbsenceMails mails,
      ObjectMapper json,
      Clock clock) {
    this.jdbc = jdbc;
    this.people = people;
    this.access = access;
    this.mails = mails;
    this.json = json;
    this.clock = clock;
  }

  private record Row(
      long id,
      String personId,
      String personName,
      String deputyId,
      String deputyName,
      Timestamp fromAt,
      Timestamp untilAt,
      String enteredBy,
      Timestamp endedAt,
      int given,
      String staying) {}

  /** The latest first. */
  public List<Absence> list(boolean past, int page, int size, Authentication me) {
    return jdbc
        .sql(
            SELECT
                + FROM
                + "where "
                + VISIBLE
                + " and (:past or a.ended_at is null) order by a.from_at desc, a.id desc limit :size offset :skip")
        .param("staff", access.staff(me))
        .param("me", me.getName())
        .param("past", past)
        .param("size", size)
        .param("skip", page * size)
        .query(Row.class)
        .list()
        .stream()
        .map(row -> absence(row, me))
        .toList();
  }

  public long count(boolean past, Authentication me) {
    return jdbc.sql(
            "select count(*) " + FROM + "where " + VISIBLE + " and (:past or a.ended_at is null)")
        .param("staff", access.staff(me))
        .param("me", me.getName())
        .param("past", past)
        .query(Long.class)
        .single();
  }

  /**
   * Whose absence they may enter, by name: their own, and that of all who have tasks if they
   * manage.
   */
  public Map<String, String> people(Authentication me) {
    return named(
        jdbc.sql(
                """
                select p.id, p.name from sms.person p
                where p.active and exists (select from sms.person_role r where r.person_id = p.id)
                  and (:manager or p.id = :me)
                order by p.name, p.id
                """)
            .param("manager", manager(me))
            .param("me", me.getName())
            .query(Eligible.Choice.class)
            .list());
  }

  private static Map<String, String> named(List<Eligible.Choice> people) {
    return people.stream()
        .collect(
            Collectors.toMap(
                Eligible.Choice::id, Eligible.Choice::name, (a, b) -> a, LinkedHashMap::new));
  }

  /** Who may act for somebody: who has one of their roles, by name. */
  public Map<String, String> deputies(String person, Authentication me) {
    mayManage(person, me);
    return named(
        jdbc.sql(
                """
            select p.id, p.name from sms.person p join sms.person a on a.id = :person
            where p.active and p.id <> a.id and p.party_id is not distinct from a.party_id
              and sms.natural_person(p.id) <> sms.natural_person(a.id)
              and exists (select from sms.person_role x join sms.person_role y using (role_id)
                          where x.person_id = p.id and y.person_id = a.id)
            order by p.name, p.id
            """)
            .param("person", person)
            .query(Eligible.Choice.class)
            .list());
  }

  /**
   * @param from null for now
   */
  @Transactional
  public Absence enter(
      String person, String deputy, Instant from, Instant until, Authentication me) {
    mayManage(person, me);
    Instant now = clock.instant();
    Instant begins = from == null || from.isBefore(now) ? now : from;
    Person absent = known("person", person);
    known("deputy", deputy);
    if (!until.isAfter(begins)) {
      throw new Refusal(Reason.INVALID, "until", "is before it begins; choose a later time");
    }
    if (Duration.between(begins, until).compareTo(LONGEST) > 0) {
      throw new Refusal(
          Reason.INVALID,
          "until",
          "is more than 400 days after it begins; who is away for longer hands on their tasks");
    }
    if (!deputies(person, me).containsKey(deputy)) {
      throw new Refusal(
          Reason.INVALID,
          "deputy",
          "has none of the roles of %s; choose somebody who has".formatted(absent.name()));
    }
    // one after the other: each is held against those that are there
    jdbc.sql("select pg_advisory_xact_lock(hashtext('clauseflow absences'))").query().listOfRows();
    refuseOverlap(person, deputy, begins, until);
    long id =
        jdbc.sql(
                """
                insert into sms.absence (person_id, deputy_id, from_at, until_at, entered_by, entered_at)
                values (:person, :deputy, :from, :until, :me, :now) returning id
                """)
            .param("person", person)
            .param("deputy", deputy)
            .param("from", Timestamp.from(begins))
            .param("until", Timestamp.from(until))
            .param("me", me.getName())
            .param("now", Timestamp.from(now))
            .query(Long.class)
            .single();
    Absence entered = find(id, me);
    mails.entered(entered);
    return entered;
  }

  /** Before its time: the tasks go back at the next turn, or never go anywhere. */
  @Transactional
  public Absence end(long id, Authentication me) {
    Absence absence = find(id, me);
    if (!absence.mayEnd()) {
      throw new Refusal(
          Reason.NOT_ALLOWED,
          "An absence is ended by who is away, or by a manager; not by " + me.getName());
    }
    int ended =
        jdbc.sql(
                """
                update sms.absence set until_at = greatest(:now::timestamptz, from_at + interval '1 microsecond'),
                  ended_by = :me, ended_at = case when from_at > :now::timestamptz then :now::timestamptz end
                where id = :id and ended_at is null
                """)
            .param("now", Timestamp.from(clock.instant()))
            .param("me", me.getName())
            .param("id", id)
            .update();
    if (ended == 0) {
      throw new Refusal(Reason.NOT_NOW, "It is over already");
    }
    return find(id, me);
  }

  public Absence find(long id, Authentication me) {
    return jdbc.sql(SELECT + FROM + "where a.id = :id and " + VISIBLE)
        .param("id", id)
        .param("staff", access.staff(me))
        .param("me", me.getName())
        .query(Row.class)
        .optional()
        .map(row -> absence(row, me))
        .orElseThrow(
            () -> new Refusal(Reason.UNKNOWN, "There is no such absence that you may see"));
  }

  private Absence absence(Row row, Authentication me) {
    Instant now = clock.instant();
    boolean over = row.endedAt != null || !row.untilAt.toInstant().isAfter(now);
    return new Absence(
        row.id,
        row.personId,
        row.personName,
        row.deputyId,
        row.deputyName,
        row.fromAt.toInstant(),
        row.untilAt.toInstant(),
        row.enteredBy,
        over ? "over" : row.fromAt.toInstant().isAfter(now) ? "coming" : "lasting",
        row.endedAt == null ? null : row.endedAt.toInstant(),
        row.given,
        staying(row.staying),
        !over && (row.personId.equals(me.getName()) || manager(me)));
  }

  private List<Absence.Staying> staying(String tasks) {
    try {
      return json.readValue(tasks, STAYING);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The database gave no JSON", e);
    }
  }

  private Person known(String field, String id) {
    return people
        .find(id)
        .filter(Person::active)
        .orElseThrow(
            () -> new Refusal(Reason.INVALID, field, "is not there; choose one who is offered"));
  }

  /** Nobody hands on what was handed to them: tasks would wander, or go round in a circle. */
  private void refuseOverlap(String person, String deputy, Instant from, Instant until) {
    jdbc.sql(
            """
            select case
                when a.person_id = :person then
                  format('%s is away from %s until %s already: end that first', p.name, a.from_at::date, a.until_at::date)
                when a.person_id = :deputy then
                  format('%s is away from %s until %s: choose another deputy', p.name, a.from_at::date, a.until_at::date)
                else format('%s acts for %s from %s until %s: end that, or have it entered with another deputy, first',
                            d.name, p.name, a.from_at::date, a.until_at::date) end
            """
                + FROM
                + """
                where a.ended_at is null and a.from_at < :until and a.until_at > :from
                  and (a.person_id in (:person, :deputy) or a.deputy_id = :person)
                order by a.from_at limit 1
                """)
        .param("person", person)
        .param("deputy", deputy)
        .param("from", Timestamp.from(from))
        .param("until", Timestamp.from(until))
        .query(String.class)
        .optional()
        .ifPresent(
            why -> {
              throw new Refusal(Reason.NOT_NOW, why);
            });
  }

  private static void mayManage(String person, Authentication me) {
    if (!person.equals(me.getName()) && !manager(me)) {
      throw new Refusal(
          Reason.NOT_ALLOWED,
          "You enter your own absence; that of others is entered by the service manager or top management");
    }
  }

  private static boolean manager(Authentication me) {
    return me.getAuthorities().stream().anyMatch(role -> MANAGERS.contains(role.getAuthority()));
  }
}
