package org.clauseflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.Attachments;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Opening;
import org.clauseflow.record.Register;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;

/** An auditor takes a pack along and checks it with nothing but what is in it. */
@ClauseflowTest
class ConformityPackApiTest {

  /** Of these days nobody else tells a story. */
  private static final Instant DAY = Instant.parse("2035-05-10T09:00:00Z");

  private static final String DAYS = "from=2035-05-10&until=2035-05-12";
  private static final String TITLE = "<img src=x onerror=alert(1)> {{7*7}}";

  @Autowired private MockMvc http;
  @Autowired private ObjectMapper json;
  @Autowired private Register register;
  @Autowired private Attachments attachments;
  @Autowired private TransactionTemplate transaction;
  @Autowired private RepositoryService repository;
  @Autowired private IdentityService identity;
  @Autowired private JdbcClient jdbc;

  private final String key = "packed-" + UUID.randomUUID().toString().substring(0, 8);

  @AfterEach
  void takeAway() {
    identity.clearAuthentication();
    repository
        .createDeploymentQuery()
        .deploymentName(key)
        .list()
        .forEach(deployment -> repository.deleteDeployment(deployment.getId(), true));
  }

  @Test
  void recordsAreDrawnByLotAndAnybodyDrawsTheSame() throws Exception {
    Instant day = Instant.parse("2035-08-10T09:00:00Z");
    String days = "from=2035-08-10&until=2035-08-12";
    at(day.minus(Duration.ofDays(1)));
    String before = open("incident", "Before the period", false);
    at(day);
    List<String> incidents =
        new ArrayList<>(
            IntStream.range(0, 12)
                .mapToObj(i -> open("incident", i == 0 ? TITLE : "No mail", false))
                .toList());
    String confidential = open("incident", "Of nobody's business", true);
    String problem = open("problem", "It is always the mail", false);
    at(Instant.parse("2035-08-12T23:59:59Z"));
    note(before, "looked at again on the last day");
    incidents.add(before);
    at(Instant.parse("2035-08-13T00:00:00Z"));
    String after = open("incident", "After the period", false);

    Map<String, byte[]> pack = pack("nina", days + "&seed=dice-17&sample=5");

    List<String> population = lines(pack, "records/incident/population.txt");
    assertThat(population)
        .as("entries in the period, and nothing that nina may not see")
        .isEqualTo(incidents.stream().sorted().toList())
        .doesNotContain(confidential, after);
    List<String> drawn =
        incidents.stream()
            .sorted(Comparator.comparing(number -> sha256("dice-17:" + number)))
            .limit(5)
            .toList();
    assertThat(records(pack, "incident")).containsExactlyInAnyOrderElementsOf(drawn);
    assertThat(records(pack, "problem")).containsExactly(problem);

    JsonNode manifest = node(pack, "manifest.json");
    assertThat(manifest.path("seed").asText()).isEqualTo("dice-17");
    assertThat(manifest.path("sample").asInt()).isEqualTo(5);
    assertThat(manifest.path("person").asText()).isEqualTo("nina");
    assertThat(manifest.path("period").path("from").asText()).isEqualTo("2035-08-10");
    assertThat(manifest.path("period").path("until").asText()).isEqualTo("2035-08-12");
    JsonNode lot =
        StreamSupport.stream(manifest.path("records").spliterator(), false)
            .filter(each -> each.path("type").asText().equals("incident"))
            .findFirst()
            .orElseThrow();
    assertThat(lot.path("population").asInt()).isEqualTo(13);
    assertThat(lot.path("leftOut").asInt()).isEqualTo(1);
    assertThat(lot.path("drawn").findValuesAsText("number")).isEqualTo(drawn);
    assertThat(lot.path("drawn").get(0).path("hash").asText())
        .isEqualTo(sha256("dice-17:" + drawn.get(0)));

    assertThat(records(pack("nina", days + "&seed=dice-17&sample=5"), "incident"))
        .as("the same seed draws the same")
        .isEqualTo(records(pack, "incident"));
    assertThat(records(pack("nina", days + "&seed=dice-18&sample=5"), "incident"))
        .as("another seed draws others")
        .isNotEqualTo(records(pack, "incident"));
    assertThat(lines(pack("olga", days), "records/incident/population.txt"))
        .as("the auditor may see what is confidential")
        .contains(confidential);
  }

  @Test
  void everyFileAndEveryJournalProvesItself() throws Exception {
    at(DAY);
    String number = open("incident", TITLE, false);
    note(number, "</td><script>alert(1)</script>");
    transaction.executeWithoutResult(
        status ->
            attachments.add(number, "screen.png", "image/png", new byte[] {1, 2, 3}, "anna", null));

    Map<String, byte[]> pack = pack("olga", DAYS + "&seed=x&sample=200");

    Map<String, String> sums = new TreeMap<>();
    lines(pack, "SHA256SUMS").forEach(line -> sums.put(line.substring(66), line.substring(0, 64)));
    Map<String, String> hashes = new TreeMap<>();
    pack.forEach((name, content) -> hashes.put(name, sha256(content)));
    hashes.remove("SHA256SUMS");
    assertThat(sums).isEqualTo(hashes);
    Map<String, String> stated = new TreeMap<>();
    node(pack, "manifest.json")
        .path("files")
        .forEach(file -> stated.put(file.path("name").asText(), file.path("sha256").asText()));
    hashes.remove("manifest.json");
    assertThat(stated).isEqualTo(hashes);

    JsonNode file = node(pack, "records/incident/" + number + ".json");
    assertThat(file.path("record").path("title").asText()).isEqualTo(TITLE);
    assertThat(file.path("attachments").get(0).path("sha256").asText())
        .isEqualTo(sha256(new byte[] {1, 2, 3}));
    assertThat(file.path("journal")).hasSize(3);
    byte[] previous = {};
    for (JsonNode entry : file.path("journal")) {
      String hashed = entry.path("hashed").asText();
      previous = digest(concat(previous, hashed.getBytes(StandardCharsets.UTF_8)));
      assertThat(HexFormat.of().formatHex(previous)).isEqualTo(entry.path("hash").asText());
      ArrayNode proven = (ArrayNode) json.readTree(hashed);
      assertThat(proven.get(0).asText()).isEqualTo(number);
      assertThat(proven.get(1)).isEqualTo(entry.path("seq"));
      assertThat(proven.get(3)).isEqualTo(entry.path("actor"));
      assertThat(proven.get(8)).isEqualTo(entry.path("note"));
      assertThat(proven.get(9)).isEqualTo(entry.path("changes"));
      Instant at = Instant.parse(entry.path("at").asText());
      assertThat(proven.get(2).asLong() / 1000).isEqualTo(at.toEpochMilli());
    }
    assertThat(
            jdbc.sql(
                    "select encode(hash, 'hex') from sms.record_entry where record_number = ? and seq = 3")
                .param(number)
                .query(String.class)
                .single())
        .isEqualTo(HexFormat.of().formatHex(previous));
    assertThat(node(pack, "verification.json").path("intact").asBoolean()).isTrue();
    assertThat(node(pack, "verification.json").path("entries").asLong()).isGreaterThanOrEqualTo(3);

    Document page = page(pack, "records/incident/" + number + ".html");
    assertThat(page.select("img, script")).isEmpty();
    assertThat(page.text())
        .contains(TITLE, "</td><script>alert(1)</script>", "As it was written", "screen.png");
    pack.keySet().stream()
        .filter(name -> name.endsWith(".html"))
        .forEach(
            name -> {
              Document any = page(pack, name);
              assertThat(any.select("img, script, iframe")).as(name).isEmpty();
              any.select("a[href]")
                  .forEach(
                      link ->
                          assertThat(pack)
                              .as("link in " + name)
                              .containsKey(URI.create(name).resolve(link.attr("href")).toString()));
            });
    assertThat(page(pack, "README.html").text())
        .contains("sha256sum -c SHA256SUMS", "The seed is x.", "olga");
  }

  @Test
  void aJournalThatSomebodyChangedIsNamed() {
    at(DAY);
    String number = open("incident", "No mail", false);
    note(number, "true");
    transaction.executeWithoutResult(
        status -> {
          jdbc.sql("set local session_replication_role = replica").update();
          jdbc.sql("update sms.record_entry set note = 'as if' where record_number = ? and seq = 2")
              .param(number)
              .update();
          Map<String, byte[]> pack = pack("olga", DAYS + "&sample=200");
          JsonNode verification = node(pack, "verification.json");
          assertThat(verification.path("intact").asBoolean()).isFalse();
          assertThat(verification.path("faults").findValuesAsText("record")).contains(number);
          assertThat(page(pack, "README.html").text())
              .contains("Not all journals are as they were written")
              .contains(number + ", entry 2: its hash does not match its content");
          assertThat(page(pack, "records/incident/" + number + ".html").text())
              .contains("Entry 2: its hash does not match its content");
          // the journal of the other tests stays whole
          status.setRollbackOnly();
        });
  }

  @Test
  void theModelsInForceAreThereWithVersionPictureAndWhoDeployedThem() throws Exception {
    at(DAY.minus(Duration.ofDays(30)));
    deploy("noah", "First");
    at(DAY.minus(Duration.ofDays(20)));
    deploy("noah", "Second <b>bold</b>");
    at(DAY.plus(Duration.ofHours(2)));
    deploy("noah", "Third");

    Map<String, byte[]> pack = pack("olga", DAYS + "&sample=1");

    assertThat(pack.keySet())
        .filteredOn(name -> name.startsWith("models/processes/" + key))
        .as("the first was no longer in force")
        .containsExactlyInAnyOrder(
            "models/processes/" + key + "-v2.bpmn",
            "models/processes/" + key + "-v2.svg",
            "models/processes/" + key + "-v3.bpmn",
            "models/processes/" + key + "-v3.svg");
    assertThat(text(pack, "models/processes/" + key + "-v2.svg"))
        .contains("Second &lt;b&gt;bold")
        .doesNotContain("<b>");
    Document index = page(pack, "models/index.html");
    assertThat(index.select("tr:contains(" + key + ")").eachText())
        .anySatisfy(
            row ->
                assertThat(row)
                    .contains("2 1.0.0 2035-04-20 09:00:00 UTC noah 2035-05-10 11:00:00 UTC"))
        .anySatisfy(
            row -> assertThat(row).contains("3 1.0.0 2035-05-10 11:00:00 UTC noah in force"));

    repository
        .createProcessDefinitionQuery()
        .latestVersion()
        .list()
        .forEach(
            process -> {
              String name =
                  "models/processes/%s-v%d.bpmn".formatted(process.getKey(), process.getVersion());
              try (var content = repository.getProcessModel(process.getId())) {
                assertThat(pack.get(name)).as(name).isEqualTo(content.readAllBytes());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    repository
        .createDecisionDefinitionQuery()
        .latestVersion()
        .list()
        .forEach(
            decision ->
                assertThat(pack)
                    .containsKeys(
                        "models/decisions/%s-v%d.dmn"
                            .formatted(decision.getKey(), decision.getVersion()),
                        "models/decisions/%s-v%d.html"
                            .formatted(decision.getKey(), decision.getVersion())));
    assertThat(pack.keySet())
        .anyMatch(name -> name.matches("models/forms/incident-classify-v\\d+\\.form"));

    assertThat(text(pack, "matrix.csv"))
        .isEqualTo(
            http.perform(
                    get(URI.create("/api/conformity/matrix.csv?" + DAYS))
                        .with(httpBasic("olga", "Welcome-20000")))
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8));
    assertThat(page(pack, "matrix.html").title()).contains("2035-05-10");
  }

  @Test
  void whoMayNotAndWhatCannotBeIsToldSo() throws Exception {
    assertThat(ask("anna", DAYS).getStatus()).isEqualTo(403);
    assertThat(ask("marta", DAYS).getStatus()).isEqualTo(403);
    assertThat(ask("paul", DAYS).getStatus()).isEqualTo(403);
    assertThat(http.perform(get("/api/conformity/pack")).andReturn().getResponse().getStatus())
        .isEqualTo(401);
    for (String wrong :
        List.of(
            "seed=%24(rm%20-rf)",
            "seed=%27",
            "sample=0",
            "sample=201",
            "sample=many",
            "from=yesterday",
            "from=2035-05-12&until=2035-05-10")) {
      MockHttpServletResponse answer = ask("olga", wrong);
      assertThat(answer.getStatus()).as(wrong).isEqualTo(400);
      assertThat(answer.getContentType()).isEqualTo("application/problem+json");
    }
  }

  private MockHttpServletResponse ask(String person, String query) throws Exception {
    return http.perform(
            get(URI.create("/api/conformity/pack?" + query))
                .with(httpBasic(person, "Welcome-20000")))
        .andReturn()
        .getResponse();
  }

  private Map<String, byte[]> pack(String person, String query) {
    try {
      MockHttpServletResponse answer = ask(person, query);
      assertThat(answer.getStatus()).isEqualTo(200);
      assertThat(answer.getContentType()).isEqualTo("application/zip");
      assertThat(answer.getHeader("Content-Disposition")).contains("audit-pack-2035-", ".zip");
      byte[] content = answer.getContentAsByteArray();
      assertThat(answer.getContentLength()).isEqualTo(content.length);
      Map<String, byte[]> files = new LinkedHashMap<>();
      try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
        for (ZipEntry file = zip.getNextEntry(); file != null; file = zip.getNextEntry()) {
          assertThat(files.put(file.getName(), zip.readAllBytes())).isNull();
        }
      }
      return files;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void at(Instant instant) {
    ClockUtil.setCurrentTime(Date.from(instant));
  }

  private String open(String type, String title, boolean isConfidential) {
    return transaction.execute(
        status -> {
          String number = register.nextNumber(type);
          register.open(
              new Opening(number, type, "incident-management", 1, "none"),
              Entry.of(
                  "anna", "opened", null, Map.of("title", title, "confidential", isConfidential)));
          return number;
        });
  }

  private void note(String number, String text) {
    transaction.executeWithoutResult(
        status -> register.add(number, Entry.of("anna", "comment", text, Map.of())));
  }

  private void deploy(String person, String name) {
    identity.setAuthentication(person, List.of("processOwner"));
    repository
        .createDeployment()
        .name(key)
        .addString(
            key + ".bpmn",
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="Definitions_1" targetNamespace="urn:test">
              <bpmn:process id="%s" name="%s" isExecutable="true" camunda:historyTimeToLive="P30D" camunda:versionTag="1.0.0">
                <bpmn:startEvent id="startEvent_begun" name="Begun"><bpmn:outgoing>flow_1</bpmn:outgoing></bpmn:startEvent>
                <bpmn:endEvent id="endEvent_told" name="Told"><bpmn:incoming>flow_1</bpmn:incoming></bpmn:endEvent>
                <bpmn:sequenceFlow id="flow_1" sourceRef="startEvent_begun" targetRef="endEvent_told" />
              </bpmn:process>
            </bpmn:definitions>
            """
                .formatted(key, name.replace("<", "&lt;")))
        .deploy();
    identity.clearAuthentication();
  }

  private static List<String> records(Map<String, byte[]> pack, String type) {
    String folder = "records/" + type + "/";
    return pack.keySet().stream()
        .filter(name -> name.startsWith(folder) && name.endsWith(".json"))
        .map(name -> name.substring(folder.length(), name.length() - ".json".length()))
        .filter(number -> pack.containsKey(folder + number + ".html"))
        .toList();
  }

  private JsonNode node(Map<String, byte[]> pack, String name) {
    try {
      return json.readTree(pack.get(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Document page(Map<String, byte[]> pack, String name) {
    return Jsoup.parse(text(pack, name));
  }

  private static List<String> lines(Map<String, byte[]> pack, String name) {
    return text(pack, name).lines().toList();
  }

  private static String text(Map<String, byte[]> pack, String name) {
    assertThat(pack).containsKey(name);
    return new String(pack.get(name), StandardCharsets.UTF_8);
  }

  private static String sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(byte[] content) {
    return HexFormat.of().formatHex(digest(content));
  }

  private static byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
