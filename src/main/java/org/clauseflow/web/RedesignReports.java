package org.clauseflow.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Repository;

/** What the checks of a draft have found, for those who look it up. */
@Repository
class RedesignReports {

  private static final TypeReference<List<String>> FINDINGS = new TypeReference<>() {};
  private static final TypeReference<List<Change>> CHANGES = new TypeReference<>() {};
  private static final TypeReference<List<Table>> TABLES = new TypeReference<>() {};

  @Schema(name = "RedesignDetails")
  record Details(
      @JsonUnwrapped Redesign redesign,
      @Schema(description = "what is to be corrected") List<String> toCorrect,
      @Schema(description = "files of the draft that was brought last") List<File> files) {}

  @Schema(name = "RedesignFile")
  record File(String name, @Schema(description = "in hexadecimal") String sha256, int bytes) {}

  @Schema(name = "RedesignChange")
  record Change(
      @Schema(description = "ADDED, REMOVED or CHANGED") String mark,
      String id,
      String name,
      @Schema(description = "kind of the element, such as user task, form or decision") String kind,
      @Schema(description = "what is different in it") List<String> what) {}

  @Schema(name = "RedesignReplay")
  record Replay(
      @Schema(description = "how many closed cases were replayed") int cases,
      @Schema(description = "how many of them would have gone the same way") int same,
      List<Divergence> divergences,
      List<Table> decisions) {}

  @Schema(name = "RedesignDivergence")
  record Divergence(
      @Schema(description = "number of the case; empty where you may not see it") String record,
      Instant at,
      String elementId,
      String elementName,
      String text) {}

  private record Cases(int cases, int same, List<Divergence> divergences) {}

  @Schema(name = "RedesignTable")
  record Table(
      String decision,
      @Schema(description = "how many past decisions were replayed") int replayed,
      List<Outcome> changed) {}

  @Schema(name = "RedesignOutcome")
  record Outcome(
      @Schema(description = "number of the case; empty where you may not see it") String record,
      Instant at,
      Map<String, Object> inputs,
      Map<String, Object> was,
      Map<String, Object> becomes) {}

  @Schema(name = "RedesignMoves")
  record Moves(
      @Schema(description = "what would become of running cases, as it was tried") Report planned,
      @Schema(description = "what became of them; empty until they were moved") Report moved) {}

  @Schema(name = "RedesignMoveReport")
  record Report(
      List<String> findings,
      int running,
      @Schema(description = "how many of them can move, or have moved") int movable,
      @Schema(description = "cases of earlier versions, which stay where they are") int older,
      List<Where> where,
      List<Stuck> stuck) {}

  @Schema(name = "RedesignWhere")
  record Where(String elementId, String element, int cases, int movable) {}

  @Schema(name = "RedesignStuck")
  record Stuck(
      @Schema(description = "number of the case; empty where you may not see it") String record,
      String instance,
      List<String> elements,
      String reason) {}

  private final JdbcClient jdbc;
  private final RecordSearch search;
  private final RecordAccess access;
  private final ObjectMapper json;

  RedesignReports(JdbcClient jdbc, RecordSearch search, RecordAccess access, ObjectMapper json) {
    this.jdbc = jdbc;
    this.search = search;
    this.access = access;
    this.json = json;
  }

  Details details(String number, Authentication me) {
    Redesign redesign = search.find(Redesign.VIEW, number, me);
    List<File> files =
        jdbc.sql(
                """
                select f.name, encode(f.sha256, 'hex') as sha256, length(f.content) as bytes
                from sms.redesign_draft d join sms.redesign_file f on f.draft = d.id
                where d.redesign = :number
                  and d.revision = (select max(l.revision) from sms.redesign_draft l where l.redesign = :number)
                order by f.name
                """)
            .param("number", number)
            .query(File.class)
            .list();
    return new Details(redesign, read("findings", number, FINDINGS), files);
  }

  /** A file of the draft that was brought last. */
  byte[] file(String number, String name, Authentication me) {
    search.find(Redesign.VIEW, number, me);
    return jdbc.sql(
            """
            select f.content from sms.redesign_draft d join sms.redesign_file f on f.draft = d.id
            where d.redesign = :number and f.name = :name
              and d.revision = (select max(l.revision) from sms.redesign_draft l where l.redesign = :number)
            """)
        .param("number", number)
        .param("name", name)
        .query((rs, i) -> rs.getBytes(1))
        .optional()
        .orElseThrow(
            () ->
                new Refusal(
                    Reason.UNKNOWN, "The draft of %s has no file %s".formatted(number, name)));
  }

  List<Change> difference(String number, Authentication me) {
    search.find(Redesign.VIEW, number, me);
    return read("coalesce(difference, '[]')", number, CHANGES);
  }

  Replay replay(String number, Authentication me) {
    search.find(Redesign.VIEW, number, me);
    Cases cases =
        read(
            "coalesce(replay, '{\"cases\": 0, \"same\": 0, \"divergences\": []}')",
            number,
            new TypeReference<>() {});
    List<Table> tables = read("coalesce(decisions, '[]')", number, TABLES);
    Set<String> hidden =
        hidden(
            Stream.concat(
                cases.divergences().stream().map(Divergence::record),
                tables.stream().flatMap(table -> table.changed().stream()).map(Outcome::record)),
            me);
    return new Replay(
        cases.cases(),
        cases.same(),
        cases.divergences().stream().map(one -> shown(one, hidden)).toList(),
        tables.stream()
            .map(
                table ->
                    new Table(
                        table.decision(),
                        table.replayed(),
                        table.changed().stream().map(one -> shown(one, hidden)).toList()))
            .toList());
  }

  Moves moves(String number, Authentication me) {
    search.find(Redesign.VIEW, number, me);
    return new Moves(
        report(read("moves", number, new TypeReference<Report>() {}), me),
        report(read("moved", number, new TypeReference<Report>() {}), me));
  }

  private Report report(Report report, Authentication me) {
    if (report == null) {
      return null;
    }
    Set<String> hidden = hidden(report.stuck().stream().map(Stuck::record), me);
    return new Report(
        report.findings(),
        report.running(),
        report.movable(),
        report.older(),
        report.where(),
        report.stuck().stream()
            .map(
                one ->
                    hidden.contains(one.record())
                        ? new Stuck(null, null, one.elements(), one.reason())
                        : one)
            .toList());
  }

  private static Divergence shown(Divergence one, Set<String> hidden) {
    return hidden.contains(one.record())
        ? new Divergence(null, one.at(), one.elementId(), one.elementName(), one.text())
        : one;
  }

  private static Outcome shown(Outcome one, Set<String> hidden) {
    return hidden.contains(one.record())
        ? new Outcome(null, one.at(), null, one.was(), one.becomes())
        : one;
  }

  /** Which of these records the person may not see. */
  private Set<String> hidden(Stream<String> numbers, Authentication me) {
    Collection<String> all =
        numbers.filter(number -> number != null).collect(Collectors.toCollection(TreeSet::new));
    RecordAccess.Condition visible = access.condition("r", me);
    return new HashSet<>(
        jdbc.sql(
                "select r.number from sms.record r where r.number = any (:numbers) and not "
                    + visible.sql())
            .param("numbers", all.toArray(String[]::new))
            .params(visible.params())
            .query(String.class)
            .list());
  }

  private <T> T read(String column, String number, TypeReference<T> type) {
    String content =
        jdbc.sql("select (%s)::text from sms.redesign where number = :number".formatted(column))
            .param("number", number)
            .query((rs, i) -> rs.getString(1))
            .list()
            .get(0);
    try {
      return content == null ? null : json.readValue(content, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was kept of %s cannot be read".formatted(number), e);
    }
  }
}
