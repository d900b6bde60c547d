package org.clauseflow.control;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.clauseflow.record.Messages;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What a release deploys and closes. The links are what counts: a change that raised the release is
 * linked from outside, another by REST, all others by the forms.
 */
@Repository
class ReleaseContent {

  static final String DEPLOYS = "deploys";
  static final String CLOSES = "closes";

  record Change(String number, String title) {}

  record Item(String id, String type, String name, String version, String masterCopy) {}

  record Hindrance(String subject, String reason) {

    @Override
    public String toString() {
      return subject + " " + reason;
    }
  }

  private final JdbcClient jdbc;
  private final Register register;
  private final Messages messages;

  ReleaseContent(JdbcClient jdbc, Register register, Messages messages) {
    this.jdbc = jdbc;
    this.register = register;
    this.messages = messages;
  }

  /** Takes in a change that is approved and in no other release. */
  void add(String release, String change, String field, String actor) {
    // two releases do not take it at the same moment
    register.lock(change);
    String hindrance =
        jdbc.sql(
                """
                select case
                  when c.closed_at is not null or c.status in ('withdrawn', 'rejected', 'failed') then 'is ' || c.status
                  when c.data->>'approved' is distinct from 'yes' then 'is not approved'
                  else 'is part of ' || (
                    select min(r.number) from sms.record_link l join sms.record r on r.number = l.from_number
                    where l.to_number = c.number and l.kind = 'deploys' and r.closed_at is null and r.number <> :release)
                  end
                from sms.record c where c.number = :change and c.type = 'change'
                """)
            .param("release", release)
            .param("change", change)
            .query((rs, row) -> rs.getString(1) == null ? "" : rs.getString(1))
            .optional()
            .orElse("is no request for change");
    if (!hindrance.isEmpty()) {
      throw new Refusal(
          Reason.INVALID,
          field,
          "names "
              + change
              + ", which "
              + hindrance
              + ": choose a change that is approved and in no other release");
    }
    register.link(release, DEPLOYS, change, actor);
  }

  void close(String release, String record, String actor) {
    register.link(release, CLOSES, record, actor);
  }

  /** Takes something out; a change is told to look for another release. */
  void remove(String release, String record, String actor) {
    if (changes(release).stream().anyMatch(change -> change.number().equals(record))) {
      messages.tell(
          release,
          "release.finished",
          List.of(record),
          Map.of("release", release, "deployment", "cancelled"));
    }
    register.unlink(release, DEPLOYS, record, actor);
    register.unlink(release, CLOSES, record, actor);
  }

  List<Change> changes(String release) {
    return jdbc.sql(
            """
            select c.number, c.title from sms.release_changes(:release) n join sms.record c on c.number = n
            order by c.number
            """)
        .param("release", release)
        .query(Change.class)
        .list();
  }

  /** The configuration items that its changes affect. */
  List<Item> items(String release) {
    return jdbc.sql(
            """
            select id, type_id as type, name, version, master_copy from sms.ci
            where id in (select sms.release_cis(:release)) order by id
            """)
        .param("release", release)
        .query(Item.class)
        .list();
  }

  /** Why it may not be deployed; none: it may. */
  List<Hindrance> hindrances(String release) {
    return jdbc.sql("select subject, reason from sms.release_hindrances(:release)")
        .param("release", release)
        .query(Hindrance.class)
        .list();
  }

  /** Those of its configuration items that no sound baseline of it holds. */
  List<String> withoutBaseline(String release) {
    return jdbc.sql(
            """
            select i from sms.release_cis(:release) i
            where not exists (
              select from sms.ci_baseline b
              where b.record = :release and i = any (b.chosen) and b.hash = sha256(convert_to(b.content::text, 'UTF8')))
            order by i
            """)
        .param("release", release)
        .query(String.class)
        .list();
  }

  /** The numbers out of a form's list. */
  static Set<String> numbers(Object list) {
    return list instanceof List<?> numbers
        ? numbers.stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new))
        : Set.of();
  }
}
