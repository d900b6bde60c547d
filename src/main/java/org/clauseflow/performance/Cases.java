package org.clauseflow.performance;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Size;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.clauseflow.conformity.Period;
import org.clauseflow.performance.ProcessVersions.Version;
import org.clauseflow.record.Refusal;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Service;

/** Finds cases, those that have ended too, of the processes that somebody may see. */
@Service
public class Cases {

  /** How a case stood in the period. */
  public enum State {
    /** open at its end, or now where it has not ended */
    open,
    /** closed within it */
    closed,
    /** open as above, and past a target that was not met since */
    late
  }

  /** Which cases; what is left open counts for all. */
  public record Question(
      @Size(max = 100) String process,
      Integer version,
      @Size(max = 200)
          @Schema(description = "id of an element that they left in the period; wants a process")
          String element,
      @Schema(description = "true: only those that stand at the element now") Boolean here,
      @Schema(description = "first day of the period; without one, all that was") LocalDate from,
      @Schema(description = "last day of the period; without one, until now") LocalDate until,
      @Size(max = 100) @Schema(description = "id of a service") String service,
      @Size(max = 100) @Schema(description = "id of a customer") String customer,
      @Size(max = 100) @Schema(description = "role that they were given to") String team,
      @Size(max = 100) String priority,
      @Size(max = 100)
          @Schema(
              description =
                  "id, or a part of the name, of somebody who reported, owns or did something for them")
          String person,
      @Size(max = 200) @Schema(description = "number, or a part of the title") String text,
      State state,
      @Size(max = 200) @Schema(description = "a part of it") String outcome) {

    /** A form sends what was not chosen as empty. */
    public Question {
      process = given(process);
      element = given(element);
      service = given(service);
      customer = given(customer);
      team = given(team);
      priority = given(priority);
      person = given(person);
      text = given(text);
      outcome = given(outcome);
    }

    private static String given(String text) {
      return text == null || text.isBlank() ? null : text.strip();
    }
  }

  /**
   * A case in a list.
   *
   * @param process key of the process that keeps its record
   * @param owner who has it, by name
   * @param lead seconds from opened to closed, null while it is open
   * @param late whether it is open and past a target that was not met since
   * @param missed targets that it did not keep
   */
  public record Row(
      String number,
      String title,
      String process,
      int version,
      String status,
      String priority,
      String service,
      String customer,
      String team,
      String owner,
      Instant openedAt,
      Instant closedAt,
      Integer lead,
      boolean late,
      int missed,
      String outcome) {}

  /**
   * @param asOf when the figures were collected
   * @param total how many there are on all pages
   */
  public record Found(Instant asOf, List<Row> rows, long total) {}

  private record Counted(Row row, long total) {}

  private static final Pattern NUMBER =
      Pattern.compile("[a-z]{2,5}-\\d{4}-\\d{6,}", Pattern.CASE_INSENSITIVE);

  static final String ROW =
      """
      r.number, r.title, r.process_key as process, r.process_version as version, r.status, r.priority,
      (select name from sms.service where id = r.service_id) as service,
      (select name from sms.party where id = r.customer_id) as customer,
      (select name from sms.role where id = r.data->>'supportGroup') as team,
      (select name from sms.person where id = r.owner_id) as owner,
      r.opened_at, r.closed_at, extract(epoch from r.closed_at - r.opened_at)::int as lead,
      r.closed_at is null and f.breached_at is not null and f.made_good_at is null as late,
      coalesce(f.targets_missed, 0) as missed, r.outcome
      """;

  /**
   * A page of cases, each with how many there are on all pages. A record may have become
   * confidential since the figures were collected.
   */
  private static final String PAGE =
      """
      select %s, f.total from (
        select f.record_number, f.opened_at, f.breached_at, f.made_good_at, f.targets_missed, count(*) over () as total
        from %s order by f.opened_at desc, f.record_number desc limit :size offset :offset) f
      join sms.record r on r.number = f.record_number where %s
      order by f.opened_at desc, f.record_number desc
      """;

  private final JdbcClient jdbc;
  private final CaseSelection selection;
  private final VisibleProcesses visible;
  private final ProcessVersions versions;
  private final FigureCollector collector;
  private final RecordAccess access;
  private final Clock clock;

  Cases(
      JdbcClient jdbc,
      CaseSelection selection,
      VisibleProcesses visible,
      ProcessVersions versions,
      FigureCollector collector,
      RecordAccess access,
      Clock clock) {
    this.jdbc = jdbc;
    this.selection = selection;
    this.visible = visible;
    this.versions = versions;
    this.collector = collector;
    this.access = access;
    this.clock = clock;
  }

  /** The last opened come first. */
  public Found find(Question question, int page, int size, Authentication me) {
    Search search = search(question, me);
    RecordAccess.Condition seen = access.condition("r", me);
    RowMapper<Row> row = new SimplePropertyRowMapper<>(Row.class);
    List<Counted> found =
        jdbc.sql(PAGE.formatted(ROW, search.from(), seen.sql()))
            .params(search.params)
            .params(seen.params())
            .param("size", size)
            .param("offset", (long) page * size)
            .query((columns, n) -> new Counted(row.mapRow(columns, n), columns.getLong("total")))
            .list();
    return new Found(
        collector.collectedAt().orElse(null),
        found.stream().map(Counted::row).toList(),
        found.isEmpty() ? totalWithoutRow(page, search) : found.get(0).total());
  }

  /** Past the last page no row says it. */
  private long totalWithoutRow(int page, Search search) {
    if (page == 0) {
      return 0;
    }
    return jdbc.sql("select count(*) from " + search.from())
        .params(search.params)
        .query(Long.class)
        .single();
  }

  /** Conditions that all hold, with their parameters. */
  private static class Search {

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> params = new HashMap<>();
    private boolean ofRecords;

    /** A condition on sms.case_figure, called f. */
    private Search where(String condition) {
      conditions.add(condition);
      return this;
    }

    /** A condition on sms.record, called r: figures alone are found faster. */
    private Search whereRecord(String condition) {
      ofRecords = true;
      return where(condition);
    }

    private Search with(String name, Object value) {
      params.put(name, value instanceof Instant instant ? Timestamp.from(instant) : value);
      return this;
    }

    private String from() {
      return "sms.case_figure f"
          + (ofRecords ? " join sms.record r on r.number = f.record_number" : "")
          + " where "
          + String.join(" and ", conditions);
    }
  }

  private Search search(Question question, Authentication me) {
    boolean atElement = question.element() != null;
    CaseSelection.Condition selected =
        selection.of(
            new CaseFilter(
                // who is at an element may be a case of the process that called this one
                atElement ? null : question.process(),
                atElement ? null : question.version(),
                question.service(),
                question.customer(),
                question.team(),
                question.priority()),
            me);
    Search search = new Search();
    search.where(selected.sql()).params.putAll(selected.params());
    words(search, question);
    person(search, question.person());
    time(search, question);
    if (atElement) {
      element(search, question, me);
    }
    return search;
  }

  private static void words(Search search, Question question) {
    if (question.text() != null && NUMBER.matcher(question.text()).matches()) {
      search
          .where("f.record_number = :number")
          .with("number", question.text().toUpperCase(Locale.ROOT));
    } else if (question.text() != null) {
      search
          .whereRecord("(r.title ilike :text or r.number like upper(:text))")
          .with("text", containing(question.text()));
    }
    if (question.outcome() != null) {
      search
          .whereRecord("r.outcome ilike :outcome")
          .with("outcome", containing(question.outcome()));
    }
  }

  private static String containing(String text) {
    return "%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%";
  }

  private void person(Search search, String person) {
    if (person == null) {
      return;
    }
    List<String> people =
        jdbc.sql("select id from sms.person where lower(id) = lower(:person) or name ilike :name")
            .param("person", person)
            .param("name", containing(person))
            .query(String.class)
            .list();
    if (people.isEmpty()) {
      throw invalid("person", "is nobody: %s; give an id or a part of a name".formatted(person));
    }
    search
        .whereRecord(
            """
            (r.reporter_id = any(:people) or r.owner_id = any(:people) or exists (
              select from sms.record_entry e where e.record_number = r.number and e.actor = any(:people)))
            """)
        .with("people", people.toArray(String[]::new));
  }

  private void time(Search search, Question question) {
    LocalDate last =
        question.until() == null
            ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
            : question.until();
    Period period = new Period(question.from() == null ? last : question.from(), last);
    search.with("ends", period.ends());
    if (question.from() != null) {
      search.with("begins", period.begins());
    }
    String open = "f.opened_at < :ends and (f.closed_at is null or f.closed_at >= :ends)";
    if (question.state() == State.open) {
      search.where(open);
    } else if (question.state() == State.late) {
      search
          .where(open)
          .where("f.breached_at < :ends and (f.made_good_at is null or f.made_good_at >= :ends)");
    } else if (question.state() == State.closed) {
      search.where("f.closed_at < :ends" + begun(question, " and f.closed_at >= :begins"));
    } else {
      search.where(
          "f.opened_at < :ends"
              + begun(question, " and (f.closed_at is null or f.closed_at >= :begins)"));
    }
  }

  private static String begun(Question question, String condition) {
    return question.from() == null ? "" : condition;
  }

  private void element(Search search, Question question, Authentication me) {
    if (question.process() == null) {
      throw invalid("element", "is of no process: say which");
    }
    Version version = versions.find(visible.of(me, question.process()), question.version());
    if (versions.outline(version).nodes().stream()
        .noneMatch(node -> node.id().equals(question.element()))) {
      throw new Refusal(
          Refusal.Reason.UNKNOWN,
          "Version %d of %s has no element %s"
              .formatted(version.version(), version.key(), question.element()));
    }
    search.with("element", question.element());
    if (Boolean.TRUE.equals(question.here())) {
      search
          .where(
              """
              f.record_number in (
                select i.business_key_ from act_ru_execution e join act_ru_execution i on i.id_ = e.proc_inst_id_
                where e.proc_def_id_ = :definition and e.act_id_ = :element and e.is_active_)
              """)
          .with("definition", version.definition());
    } else {
      search
          .where(
              """
              f.record_number in (
                select p.record_number from sms.passage p
                where p.left_at < :ends%s and p.place = (
                  select s.id from sms.passage_place s
                  where s.process_key = :process and s.process_version = :version and s.element_id = :element))
              """
                  .formatted(begun(question, " and p.left_at >= :begins")))
          .with("process", version.key())
          .with("version", version.version());
    }
  }

  private static Refusal invalid(String field, String message) {
    return new Refusal(Refusal.Reason.INVALID, field, message);
  }
}
