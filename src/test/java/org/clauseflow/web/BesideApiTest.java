package org.clauseflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.control.CabStory;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/**
 * What stands beside a task, records read and found by everybody who may, and the addresses of
 * records.
 */
@ClauseflowTest
class BesideApiTest extends CabStory {

  private static final String PASSWORD = "Welcome-20000";

  @Autowired private MockMvc http;
  @Autowired private ObjectMapper json;

  private record Answer(int status, String location, String text, JsonNode body) {

    List<String> all(String list, String field) {
      return StreamSupport.stream(body.path(list).spliterator(), false)
          .map(item -> item.path(field).asText())
          .toList();
    }
  }

  @Test
  void besideATaskStandsItsRecord() throws Exception {
    String number = reported("Calendar shows last year");
    String beside = beside(number, "userTask_classify");

    Answer subject = get("anna", beside);
    assertThat(subject.body.path("record").asText()).isEqualTo(number);
    assertThat(subject.body.path("parts").toString())
        .isEqualTo("[\"RECORD\",\"TARGETS\",\"HELP\",\"CONCERNED\"]");

    JsonNode sheet = get("anna", beside + "/record").body;
    assertThat(sheet.path("record").path("title").asText()).isEqualTo("Calendar shows last year");
    assertThat(sheet.path("names").path("service").asText()).isEqualTo("E-mail and calendar");
    assertThat(sheet.path("names").path("reporter").asText()).isEqualTo("Rosa Vogel");
    assertThat(sheet.path("entries").asInt()).isEqualTo(register.journal(number).size());
    assertThat(sheet.path("journal").path(0).path("seq").asInt())
        .as("latest first")
        .isEqualTo(sheet.path("entries").asInt());

    Answer targets = get("anna", beside + "/targets");
    assertThat(targets.body.path("asOf").asText()).isEqualTo("2026-03-03T09:00:00Z");
    assertThat(targets.all("targets", "target")).containsExactly("response", "resolution");
    assertThat(targets.all("targets", "left")).containsExactly("PT1H", "PT16H");
    assertThat(get("anna", beside + "/impact").status).as("no change").isEqualTo(404);
  }

  @Test
  void forWhoMayNotReadTheTaskOrItsRecordThereIsNone() throws Exception {
    String number = reported("Only for the desk");
    String beside = beside(number, "userTask_classify");
    List<String> parts = List.of("", "/record", "/targets", "/help", "/concerned", "/impact");
    for (String part : parts) {
      assertThat(get("greta", beside + part).status).as("no part in it" + part).isEqualTo(404);
      assertThat(get("rosa", beside + part).status).as("only its record" + part).isEqualTo(404);
    }
    assertThat(get("anna", "/api/tasks/none/beside").status).isEqualTo(404);

    jdbc.sql("update sms.record set confidential = true where number = ?").param(number).update();
    for (String part : parts) {
      Answer answer = get("anna", beside + part);
      assertThat(answer.status).as("only the task" + part).isEqualTo(404);
      assertThat(answer.text).doesNotContain(number);
    }
    assertThat(get("katja", beside).status).as("incident managers see both").isEqualTo(200);
  }

  @Test
  void whatHelpedIsLinkedCountedAndComesFirst() throws Exception {
    String known = knownError("Quasar synchroniser stops at midnight", "Start the quasar anew");
    String older = solved("Quasar synchroniser is stuck", "Emptied the quasar");
    String newer = solved("Quasar synchroniser is stuck", "Replaced the quasar");
    String number = reported("Quasar synchroniser is stuck again");
    String help = beside(number, "userTask_classify") + "/help";

    Answer offer = get("anna", help);
    assertThat(offer.all("knownErrors", "number")).contains(known);
    assertThat(offer.all("solutions", "number")).containsExactly(newer, older);
    assertThat(offer.all("solutions", "resolution"))
        .containsExactly("Replaced the quasar", "Emptied the quasar");

    for (String solution : List.of(known, older, known, older)) {
      assertThat(send("PUT", "anna", help + "/" + solution, null).status).isEqualTo(204);
    }
    assertThat(linked(number, "solved by")).containsExactlyInAnyOrder(known, older);
    Answer marked = get("anna", help);
    assertThat(marked.body.path("knownErrors").path(0).path("helped").asInt()).isEqualTo(1);
    assertThat(marked.body.path("knownErrors").path(0).path("linked").asBoolean()).isTrue();
    assertThat(marked.all("solutions", "helped")).containsExactly("1", "0");

    String next = reported("Quasar synchroniser is stuck once more");
    String nextHelp = beside(next, "userTask_classify") + "/help";
    assertThat(get("anna", nextHelp).all("solutions", "number"))
        .as("what helped comes first")
        .containsExactly(older, newer);

    assertThat(send("DELETE", "anna", help + "/" + known, null).status).isEqualTo(204);
    assertThat(send("DELETE", "anna", help + "/" + older, null).status).isEqualTo(204);
    assertThat(send("DELETE", "anna", help + "/" + older, null).status).isEqualTo(204);
    assertThat(linked(number, "solved by")).isEmpty();
    assertThat(get("anna", nextHelp).all("solutions", "number")).containsExactly(newer, older);
    assertThat(get("anna", help).body.path("knownErrors").path(0).path("helped").asInt()).isZero();
    assertThat(register.verify(number)).isEmpty();
  }

  @Test
  void whatCannotHaveHelpedIsRefused() throws Exception {
    String number = reported("Pulsar is away");
    String help = beside(number, "userTask_classify") + "/help/";
    String open = reported("Pulsar is away, too");
    String secret = solved("Pulsar is away in secret", "Told nobody");
    jdbc.sql("update sms.record set confidential = true where number = ?").param(secret).update();

    assertThat(send("PUT", "anna", help + open, null).status).as("not solved").isEqualTo(409);
    assertThat(send("PUT", "anna", help + number, null).status).as("itself").isEqualTo(409);
    assertThat(send("PUT", "anna", help + secret, null).status).as("not for her").isEqualTo(404);
    assertThat(send("PUT", "anna", help + "INC-1", null).status).isEqualTo(404);
    assertThat(send("PUT", "greta", help + open, null).status).as("not her task").isEqualTo(404);
    assertThat(
            get("anna", beside(number, "userTask_classify") + "/help").all("solutions", "number"))
        .doesNotContain(secret);
  }

  @Test
  void whatItConcernsIsShownWithWhatChangesAroundIt() throws Exception {
    String number = reported("Mail server hums");
    String around = beside(number, "userTask_classify") + "/concerned";
    Answer ofService = get("anna", around);
    assertThat(ofService.body.path("named").asBoolean()).isFalse();
    assertThat(ofService.all("items", "name")).contains("mx-01");

    String item = ofService.body.path("items").path(0).path("id").asText();
    jdbc.sql(
            "update sms.record set data = data || jsonb_build_object('ci', :ci::text) where number = :number")
        .param("ci", item)
        .param("number", number)
        .update();
    String recent = scheduled("Renew its memory", item, "2026-02-20");
    String coming = scheduled("Renew its disks", item, "2026-03-10");
    String far = scheduled("Renew it", item, "2026-06-10");
    String release =
        open(
            "release",
            values(
                "title",
                "Spring release",
                "service",
                "mail",
                "plannedStart",
                "2026-03-12T20:00:00Z"));

    Answer named = get("anna", around);
    assertThat(named.body.path("named").asBoolean()).isTrue();
    assertThat(named.all("items", "id")).containsExactly(item);
    assertThat(
            StreamSupport.stream(named.body.path("impact").path("services").spliterator(), false)
                .map(s -> s.path("name").asText()))
        .contains("E-mail and calendar");
    assertThat(named.all("changes", "number")).contains(recent, coming).doesNotContain(far);
    assertThat(named.all("releases", "number")).contains(release);
    jdbc.sql("delete from sms.scheduled_change_ci where change in (?, ?, ?)")
        .params(recent, coming, far)
        .update();
    jdbc.sql("delete from sms.scheduled_change where change in (?, ?, ?)")
        .params(recent, coming, far)
        .update();
  }

  @Test
  void besideAVoteStandsWhatTheChangeTouchesAndHowTheVotesStand() throws Exception {
    String board = ask(change());
    as("stefan");
    String vote = "/api/tasks/" + voteOf(board, "marta").getId() + "/beside";
    assertThat(get("marta", vote).body.path("parts").toString()).contains("IMPACT");
    assertThat(
            send("PUT", "ines", "/api/cab-decisions/" + board + "/vote", Map.of("vote", "for"))
                .status)
        .isEqualTo(200);

    JsonNode impact = get("carla", vote + "/impact").body;
    assertThat(impact.path("change").asText()).isEqualTo(changeOf(board));
    assertThat(impact.path("items").isArray()).isTrue();
    assertThat(impact.path("decision").path("votesFor").asInt()).isEqualTo(1);
    assertThat(impact.path("votes")).hasSize(6);
    assertThat(impact.path("collisions").isArray()).isTrue();

    String stefans = "/api/tasks/" + voteOf(board, "stefan").getId() + "/beside";
    assertThat(get("stefan", stefans).body.path("parts").toString())
        .as("a member from outside reads the decision, and no more")
        .isEqualTo("[\"RECORD\"]");
    assertThat(get("stefan", stefans + "/record").status).isEqualTo(200);
    assertThat(get("stefan", stefans + "/impact").status).isEqualTo(403);
    assertThat(get("umar", "/api/records/" + board).status).as("has no seat").isEqualTo(404);
  }

  @Test
  void everybodyWhoSeesARecordAddsCommentsAndFiles() throws Exception {
    String number = reported("Talked about");
    String path = "/api/records/" + number;
    String comment = "<img src=x onerror=alert(1)> {{7*7}} ${7*7}";
    assertThat(send("POST", "rosa", path + "/comments", Map.of("text", comment)).status)
        .isEqualTo(204);
    assertThat(get("anna", path + "/journal?latestFirst=true&size=50").all("items", "note"))
        .contains(comment);
    assertThat(send("POST", "anna", path + "/comments", Map.of("text", " ")).status).isEqualTo(400);
    assertThat(send("POST", "tina", path + "/comments", Map.of("text", "x")).status).isEqualTo(404);
    assertThat(send("POST", "olga", path + "/comments", Map.of("text", "x")).status)
        .as("auditors read")
        .isEqualTo(403);
    String change = open("change", values("title", "Any record", "service", "mail"));
    assertThat(
            send("POST", "carla", "/api/records/" + change + "/comments", Map.of("text", "Well"))
                .status)
        .isEqualTo(204);

    assertThat(
            attach(
                "rosa", number, "C:\\fakepath\\screen\nshot.png", "image/png", new byte[] {1, 2}))
        .isEqualTo(204);
    assertThat(attach("rosa", number, "again.png", "image/png", new byte[] {1, 2})).isEqualTo(204);
    assertThat(attach("tina", number, "x.txt", "text/plain", new byte[] {3})).isEqualTo(404);
    assertThat(attach("olga", number, "x.txt", "text/plain", new byte[] {3})).isEqualTo(403);
    assertThat(attach("rosa", number, "empty.txt", "text/plain", new byte[0])).isEqualTo(400);
    assertThat(attach("rosa", number, "large", "text/plain", new byte[11 * 1024 * 1024]))
        .isEqualTo(400);
    assertThat(get("anna", path + "/sheet").all("comments", "note")).containsExactly(comment);
    JsonNode files = get("anna", path + "/sheet").body.path("attachments");
    assertThat(files).hasSize(1);
    assertThat(files.path(0).path("name").asText()).isEqualTo("screen shot.png");
    assertThat(files.path(0).path("by").asText()).isEqualTo("rosa");
    assertThat(get("anna", path + "/attachments/" + files.path(0).path("id").asText()).status)
        .isEqualTo(200);
    assertThat(register.verify(number)).isEmpty();
  }

  @Test
  void recordsAreFoundByNumberAndWords() throws Exception {
    String number = reported("Zeppelin scheduler forgets appointments");
    String[] parts = number.split("-");
    int last = Integer.parseInt(parts[2]);
    for (String text :
        List.of(
            number,
            number.toLowerCase(),
            "inc " + parts[1] + " " + last,
            "INC-" + last,
            "" + last)) {
      assertThat(found("anna", text)).as(text).contains(number);
      assertThat(found("tina", text)).as(text).doesNotContain(number);
    }
    for (String text : List.of("zeppelin", "appointments zepp", "\"zeppelin scheduler\"")) {
      assertThat(found("anna", text)).as(text).containsExactly(number);
    }
    assertThat(get("tina", "/api/records?text=zeppelin").body.path("total").asInt())
        .as("not counted either")
        .isZero();
    for (String text : List.of("' & | ! < ( :*", "the", "%", "{{7*7}}")) {
      assertThat(get("anna", "/api/records?text={text}", text).status).as(text).isEqualTo(200);
    }
    assertThat(get("anna", "/api/records?text= ").status).isEqualTo(400);
    assertThat(get("anna", "/api/records").status).isEqualTo(400);
    assertThat(get("anna", "/api/records?text=x&size=500").status).isEqualTo(400);
  }

  @Test
  void aRecordsAddressLeadsToItsPage() throws Exception {
    String number = reported("Linked from a mail");
    String page = "/camunda/app/tasklist/default/#/records/" + number;
    for (String person : List.of("rosa", "anna")) {
      assertThat(get(person, "/records/" + number))
          .returns(302, Answer::status)
          .returns(page, Answer::location);
    }
    assertThat(get(null, "/records/" + number))
        .as("the log-in keeps the address")
        .returns(302, Answer::status)
        .returns(page, Answer::location);
    assertThat(get("anna", "/records").location)
        .isEqualTo("/camunda/app/tasklist/default/#/records");

    Answer foreign = get("tina", "/records/" + number);
    assertThat(foreign.status).isEqualTo(404);
    assertThat(foreign.text).contains("There is no record " + number + " that you may see");
    assertThat(get("tina", "/records/{number}", "<script>alert(1)</script>").text)
        .doesNotContain("<script>");
    assertThat(send("POST", "anna", "/records/" + number, Map.of()).status).isEqualTo(405);
  }

  private String scheduled(String title, String item, String day) {
    String change = open("change", values("title", title, "service", "mail"));
    jdbc.sql(
            """
            insert into sms.scheduled_change (change, period, service_id, state, updated_at)
            values (:change, tstzrange(:day::timestamptz, :day::timestamptz + interval '1 hour'), 'mail', 'approved', now())
            """)
        .param("change", change)
        .param("day", day)
        .update();
    jdbc.sql("insert into sms.scheduled_change_ci values (:change, :item)")
        .param("change", change)
        .param("item", item)
        .update();
    return change;
  }

  private String knownError(String title, String workaround) {
    String number =
        open("known-error", values("title", title, "service", "mail", "status", "current"));
    jdbc.sql(
            """
            insert into sms.known_error (number, service_id, category, title, symptom, workaround, confidential, published_at)
            values (:number, 'mail', 'software', :title, :title, :workaround, false, now())
            """)
        .param("number", number)
        .param("title", title)
        .param("workaround", workaround)
        .update();
    return number;
  }

  private String solved(String title, String resolution) {
    String number =
        open("incident", values("title", title, "service", "mail", "resolution", resolution));
    jdbc.sql(
            """
            update sms.record set status = 'closed',
              closed_at = (select coalesce(max(closed_at), '2026-01-01') + interval '1 second' from sms.record where title like '%ar %')
            where number = ?
            """)
        .param(number)
        .update();
    return number;
  }

  private String beside(String number, String element) {
    return "/api/tasks/" + task(number, element).getId() + "/beside";
  }

  private String reported(String title) throws Exception {
    Map<String, Object> incident = new HashMap<>();
    incident.put("title", title);
    incident.put("description", "Since this morning");
    incident.put("service", "mail");
    incident.put("impact", "medium");
    incident.put("urgency", "high");
    return send("POST", "rosa", "/api/incidents", incident).body.path("number").asText();
  }

  private List<String> found(String person, String text) throws Exception {
    return get(person, "/api/records?size=200&text={text}", text).all("items", "number");
  }

  private int attach(String person, String number, String name, String type, byte[] content)
      throws Exception {
    return answer(
            person,
            MockMvcRequestBuilders.multipart("/api/records/" + number + "/attachments")
                .file(new MockMultipartFile("file", name, type, content)))
        .status;
  }

  private Answer get(String person, String path, Object... values) throws Exception {
    return answer(person, MockMvcRequestBuilders.get(path, values));
  }

  private Answer send(String method, String person, String path, Map<String, Object> body)
      throws Exception {
    MockHttpServletRequestBuilder request =
        MockMvcRequestBuilders.request(HttpMethod.valueOf(method), path);
    if (body != null) {
      request.contentType(MediaType.APPLICATION_JSON).content(json.writeValueAsString(body));
    }
    return answer(person, request);
  }

  private Answer answer(String person, MockHttpServletRequestBuilder request) throws Exception {
    if (person != null) {
      request.with(httpBasic(person, PASSWORD));
    }
    var response = http.perform(request).andReturn().getResponse();
    String text = response.getContentAsString(StandardCharsets.UTF_8);
    boolean isJson =
        response.getContentType() != null && response.getContentType().contains("json");
    return new Answer(
        response.getStatus(),
        response.getHeader("Location"),
        text,
        isJson ? json.readTree(text) : MissingNode.getInstance());
  }
}
