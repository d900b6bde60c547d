package org.clauseflow.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.camunda.bpm.engine.TaskService;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A log with every oddity, replayed. */
@ClauseflowTest
class IncidentImportTest {

  private static final Path LOG =
      Path.of("src/test/resources/org/clauseflow/integration/incident-log.csv");

  @Autowired private IncidentImport incidents;
  @Autowired private ObjectMapper json;
  @Autowired private Register register;
  @Autowired private TaskService tasks;
  @Autowired private JdbcClient jdbc;
  @Autowired private Clock clock;

  @TempDir private Path directory;
  private ImportMapping mapping;

  @BeforeEach
  void mapping() {
    mapping = ImportMapping.read(new ClassPathResource("import/servicenow-log.yaml"), json);
  }

  @Test
  void everyRowIsAppliedOrRefusedByName() throws Exception {
    Path log = renumbered("A");
    Path report = directory.resolve("report.csv");
    ImportReport.Summary summary = incidents.run(log, mapping, report, 0, sums -> {});

    assertThat(summary.rows()).isEqualTo(47);
    assertThat(summary.refusals())
        .containsOnly(
            Map.entry("incident_state '-100' is not in the mapping", 2L),
            Map.entry("it closes an incident that was never resolved", 1L),
            Map.entry("the incident was closed before", 3L),
            Map.entry("its time is out of order among the rows of the incident", 1L),
            Map.entry("impact is empty", 1L),
            Map.entry("sys_updated_at '31/6/2016 08:25' is not a time as d/M/uuuu H:mm", 1L),
            Map.entry("the row has no number of an incident", 1L),
            Map.entry("the rows of the incident do not follow one another: sort the log", 1L));
    assertThat(summary.refused()).isEqualTo(11);
    assertThat(summary.applied()).isEqualTo(36);
    assertThat(summary.opened()).isEqualTo(12);
    assertThat(List.of(summary.compared(), summary.agreeing())).containsOnly(36L);
    assertThat(Files.readAllLines(report))
        .hasSize(48)
        .contains(
            "16,A4," + number("A4") + ",refused,incident_state '-100' is not in the mapping,,")
        .contains("15,A4," + number("A4") + ",applied,,high,high");

    assertThat(List.of("A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11", "A13"))
        .extracting(this::record)
        .extracting(ServiceRecord::status, ServiceRecord::priority, ServiceRecord::open)
        .containsExactly(
            tuple("closed", "moderate", false),
            tuple("closed", "critical", false),
            tuple("closed", "low", false),
            tuple("closed", "high", false),
            tuple("reported", "moderate", true),
            tuple("closed", "moderate", false),
            tuple("resolved", "moderate", true),
            tuple("in progress", "low", true),
            tuple("in progress", "low", true),
            tuple("resolved", "high", true),
            tuple("waiting for customer", "high", true),
            tuple("reported", "moderate", true));
    assertThat(register.findByOrigin("import", "A12")).isEmpty();
    assertThat(taskOf("A5")).isEqualTo("userTask_classify");
    assertThat(taskOf("A11")).isEqualTo("userTask_awaitCustomer");

    assertThat(register.journal(number("A1")).stream().filter(e -> e.kind().equals("imported")))
        .extracting(JournalEntry::at, JournalEntry::note, JournalEntry::actor)
        .startsWith(
            tuple(at("2016-04-04T08:05:00Z"), "New, Updated by 7", "import"),
            tuple(at("2016-04-04T09:00:00Z"), "Active, Updated by 7", "import"))
        .hasSize(7);
    assertThat(record("A10").resolvedAt()).isEqualTo(at("2016-04-04T11:00:00Z"));
    assertThat(record("A13").openedAt()).isEqualTo(at("2016-04-04T07:00:00Z"));
    for (int i = 1; i <= 13; i++) {
      if (i != 12) {
        assertThat(register.verify(number("A" + i))).isEmpty();
      }
    }
    assertThat(clock.instant()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
  }

  @Test
  void aWholeLifeHasTheTimesOfTheLog() throws Exception {
    incidents.run(renumbered("B"), mapping, directory.resolve("report.csv"), 3, sums -> {});
    ServiceRecord whole = record("B1");
    assertThat(whole.number()).startsWith("INC-2016-");
    assertThat(whole.openedAt()).isEqualTo(at("2016-04-04T08:00:00Z"));
    assertThat(whole.resolvedAt()).isEqualTo(at("2016-04-05T11:00:00Z"));
    assertThat(whole.closedAt()).isEqualTo(at("2016-04-10T11:07:00Z"));
    assertThat(whole.data())
        .containsEntry("caller", "Caller 1")
        .containsEntry("assignmentGroup", "Group 2");
    assertThat(elements("B1")).contains("event_silenceCloses", "userTask_awaitCustomer");
    assertThat(elements("B3"))
        .contains("userTask_confirmResolution")
        .doesNotContain("event_silenceCloses");
    // the clock stood still while the customer was asked
    assertThat(
            jdbc.sql(
                    """
                    select from_at, until_at from sms.target_pause where record_number = :number
                    """)
                .param("number", whole.number())
                .query(
                    (rs, i) ->
                        rs.getTimestamp(1).toInstant() + "/" + rs.getTimestamp(2).toInstant())
                .list())
        .containsExactly("2016-04-04T10:00:00Z/2016-04-05T10:00:00Z");
  }

  @Test
  void aSecondRunChangesNothing() throws Exception {
    Path log = renumbered("C");
    incidents.run(log, mapping, directory.resolve("first.csv"), 4, sums -> {});
    String before = state();
    ImportReport.Summary again =
        incidents.run(zipped(log), mapping, directory.resolve("second.csv"), 4, sums -> {});
    assertThat(again.skipped()).isEqualTo(17);
    assertThat(again.applied() + again.refused()).isZero();
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void anIncidentThatTheProcessRefusesIsNotThereInPart() throws Exception {
    ImportMapping unknownService =
        new ImportMapping(
            mapping.columns(),
            mapping.nothing(),
            mapping.dates(),
            mapping.values(),
            Map.of("category", "other", "service", "nosuch", "resolutionCode", "fixed"),
            mapping.texts(),
            mapping.reporter(),
            mapping.keep());
    ImportReport.Summary summary =
        incidents.run(renumbered("D"), unknownService, directory.resolve("r.csv"), 1, sums -> {});
    assertThat(summary.refused()).isEqualTo(7);
    assertThat(summary.refusals().keySet())
        .singleElement()
        .asString()
        .startsWith("the process refused the incident: ")
        .contains("service");
    assertThat(register.findByOrigin("import", "D1")).isEmpty();
  }

  @Test
  void whatCannotBeReadStopsTheImportAtOnce() throws Exception {
    assertThatThrownBy(
            () ->
                ImportMapping.read(
                    new ByteArrayResource("columns: {number: n}".getBytes(StandardCharsets.UTF_8)),
                    json))
        .isInstanceOf(ImportStopped.class)
        .hasMessageContaining("columns: state is missing");
    Path other = Files.writeString(directory.resolve("other.csv"), "a,b\n1,2\n");
    assertThatThrownBy(
            () -> incidents.run(other, mapping, directory.resolve("r.csv"), 0, sums -> {}))
        .isInstanceOf(ImportStopped.class)
        .hasMessageContaining("The log has no column");
  }

  /** The log with numbers of its own, since all tests share one register. */
  private Path renumbered(String prefix) throws IOException {
    return Files.writeString(
        directory.resolve(prefix + ".csv"), Files.readString(LOG).replace("LOG", prefix));
  }

  private Path zipped(Path file) throws IOException {
    Path zip = directory.resolve("log.csv.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(new FileOutputStream(zip.toFile()))) {
      Files.copy(file, out);
    }
    return zip;
  }

  private ServiceRecord record(String externalId) {
    return register.findByOrigin("import", externalId).orElseThrow();
  }

  private String number(String externalId) {
    return record(externalId).number();
  }

  private List<String> elements(String externalId) {
    return register.journal(number(externalId)).stream().map(JournalEntry::elementId).toList();
  }

  private String taskOf(String externalId) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(number(externalId))
        .singleResult()
        .getTaskDefinitionKey();
  }

  private String state() {
    return jdbc.sql("select count(*) || ' ' || sum(entries) from sms.record")
        .query(String.class)
        .single();
  }

  private static Instant at(String instant) {
    return Instant.parse(instant);
  }
}
