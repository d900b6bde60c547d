package org.clauseflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.conformity.DeploymentAttempt;
import org.clauseflow.conformity.DeploymentAttempts;
import org.clauseflow.record.Register;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMultipartHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** Redesigns by REST: what comes in, what does not, and what is said of it. */
@ClauseflowTest
class RedesignsApiTest {

  private static final String PASSWORD = "Welcome-20000";
  private static final String FILE = "change-trend-analysis.bpmn";
  private static final String PATH = "/api/redesigns";

  @Autowired private MockMvc http;
  @Autowired private ObjectMapper json;
  @Autowired private ManagementService management;
  @Autowired private IdentityService identity;
  @Autowired private Register register;
  @Autowired private DeploymentAttempts attempts;

  private record Answer(int status, JsonNode body) {

    String text(String field) {
      return body.path(field).asText(null);
    }
  }

  @Test
  void aDraftIsHandedInCheckedLookedAtAndWithdrawn() throws Exception {
    String draft = draft("1.0.1", "Look at the figures");
    Answer opened = handIn("carla", "Figures first", null, file(FILE, draft));
    assertThat(opened.status).as(opened.body.toString()).isEqualTo(201);
    String number = opened.text("number");
    assertThat(number).matches("RDN-\\d{4}-\\d{6}");
    assertThat(opened.text("subject")).isEqualTo("change-trend-analysis");
    assertThat(opened.text("kind")).isEqualTo("process");
    Answer again = handIn("dario", "The same", null, file(FILE, draft));
    assertThat(again.status).as("the same draft is the same redesign").isEqualTo(200);
    assertThat(again.text("number")).isEqualTo(number);
    String path = PATH + "/" + number;
    assertThat(bring("carla", path, file(FILE, draft("1.0.2", "Look"))).status).isEqualTo(409);

    work(number);
    Answer checked = get("anna", path);
    assertThat(checked.text("status")).isEqualTo("waiting for owner");
    assertThat(checked.text("versionKind")).isEqualTo("patch");
    assertThat(checked.text("versionTag")).isEqualTo("1.0.1");
    assertThat(checked.body.path("toCorrect")).isEmpty();
    assertThat(checked.body.path("files").get(0).path("name").asText()).isEqualTo(FILE);
    assertThat(
            get("anna", PATH + "?status=waiting%20for%20owner")
                .body
                .path("items")
                .findValuesAsText("number"))
        .contains(number);
    assertThat(get("anna", path + "/difference").body.findValuesAsText("mark"))
        .isNotEmpty()
        .containsOnly("CHANGED");
    assertThat(get("anna", path + "/replay").body.path("cases").isInt()).isTrue();
    assertThat(get("anna", path + "/moves").body.path("planned").path("running").isInt()).isTrue();
    for (String picture : List.of("was", "becomes")) {
      MockHttpServletResponse answer = raw("anna", path + "/pictures/" + picture);
      assertThat(answer.getContentType()).startsWith("image/svg+xml");
      assertThat(answer.getHeader("Content-Security-Policy")).startsWith("sandbox");
      assertThat(answer.getContentAsString()).contains("<svg");
    }
    MockHttpServletResponse saved = raw("anna", path + "/draft/" + FILE);
    assertThat(saved.getContentAsString(StandardCharsets.UTF_8)).isEqualTo(draft);
    assertThat(saved.getHeader("Content-Disposition")).startsWith("attachment");
    assertThat(raw("anna", path + "/draft/other.bpmn").getStatus()).isEqualTo(404);
    for (String hidden : List.of(PATH, path, path + "/difference", path + "/pictures/was")) {
      assertThat(get("rosa", hidden).status).as(hidden).isEqualTo(403);
    }

    assertThat(delete("dario", path + "?reason=Mine").status).as("not the author").isEqualTo(403);
    assertThat(delete("carla", path).status).as("no reason").isEqualTo(400);
    assertThat(delete("carla", path + "?reason=Not%20now").text("status")).isEqualTo("withdrawn");
    assertThat(delete("carla", path + "?reason=Again").status).isEqualTo(409);
    assertThat(register.verify(number)).isEmpty();
  }

  @Test
  void whatIsUnsoundIsCorrectedByItsAuthorOnly() throws Exception {
    String number =
        handIn("carla", "No version", null, file(FILE, draft("1.0.0", "Other"))).text("number");
    String path = PATH + "/" + number;
    work(number);
    Answer unsound = get("carla", path);
    assertThat(unsound.text("status")).isEqualTo("draft asked");
    assertThat(unsound.body.path("toCorrect").get(0).asText()).contains("is not above 1.0.0");
    String corrected = draft("1.0.1", "Other");
    Answer notAuthor = bring("dario", path, file(FILE, corrected));
    assertThat(notAuthor.status).isEqualTo(403);
    assertThat(notAuthor.text("detail")).contains("only its author brings drafts");
    Answer same = bring("carla", path, file(FILE, draft("1.0.0", "Other")));
    assertThat(same.status).as("twice the same").isEqualTo(409);
    assertThat(same.text("detail")).contains("correct it first");
    Answer another =
        bring(
            "carla",
            path,
            file("cab-meeting.bpmn", Files.readString(Path.of("bpmn/9-control/cab-meeting.bpmn"))));
    assertThat(another.status).isEqualTo(400);
    assertThat(another.text("detail"))
        .contains(
            "hold process \"cab-meeting\", and this is a redesign of \"change-trend-analysis\"");
    assertThat(bring("carla", path, file(FILE, corrected)).text("status")).isEqualTo("in check");
    assertThat(delete("carla", path + "?reason=Enough").status).isEqualTo(200);
  }

  @Test
  void aTableIsShownAsATable() throws Exception {
    String table = Files.readString(Path.of("dmn/9-control/change-risk.dmn"));
    String number =
        handIn(
                "carla",
                "Fewer services",
                "change-risk",
                file(
                    "change-risk.dmn",
                    table
                        .replace("camunda:versionTag=\"1.0.0\"", "camunda:versionTag=\"1.1.0\"")
                        .replaceFirst("&gt; 5", "&gt; 4")
                        .replaceFirst("<text>> 5", "<text>> 4")))
            .text("number");
    work(number);
    assertThat(get("carla", PATH + "/" + number).text("status")).startsWith("waiting for");
    MockHttpServletResponse picture = raw("carla", PATH + "/" + number + "/pictures/becomes");
    assertThat(picture.getContentType()).startsWith("text/html");
    assertThat(picture.getHeader("Content-Security-Policy")).startsWith("sandbox");
    assertThat(picture.getContentAsString()).contains("<table", "changed");
    assertThat(delete("carla", PATH + "/" + number + "?reason=Only%20to%20see").status)
        .isEqualTo(200);
  }

  @Test
  void whatIsNoDraftIsRefusedInWords() throws Exception {
    String draft = draft("1.0.1", "Refused " + UUID.randomUUID());
    refused(400, "are missing: bring a process", handIn("carla", "None", null));
    refused(400, FILE + " cannot be read", handIn("carla", "Text", null, file(FILE, "Hello")));
    assertThat(attempts.page(0, 1))
        .as("in the log of deployments")
        .singleElement()
        .returns("carla", DeploymentAttempt::person)
        .returns("refused", DeploymentAttempt::outcome)
        .satisfies(
            attempt -> {
              assertThat(attempt.message()).contains(FILE + " cannot be read");
              assertThat(attempt.files().get(0).name()).isEqualTo(FILE);
            });
    refused(
        400,
        "hold no process",
        handIn("carla", "No BPMN", null, file(FILE, "<a xmlns=\"urn:a\"><process id=\"x\"/></a>")));
    refused(
        400,
        "hold a process without an id",
        handIn(
            "carla",
            "No id",
            null,
            file(
                FILE,
                draft.replace("<bpmn:process id=\"change-trend-analysis\"", "<bpmn:process"))));
    refused(
        400,
        "a document type (DOCTYPE) is not read",
        handIn("carla", "Bomb", null, file(FILE, "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")));
    refused(
        400,
        "larger than 2 MB",
        handIn("carla", "Large", null, file(FILE, draft + " ".repeat(2_000_000))));
    refused(
        400,
        "only .bpmn, .dmn and .form files are taken",
        handIn("carla", "Script", null, file(FILE, draft), file("run.sh", "rm")));
    refused(
        400,
        "hold several of the kind process",
        handIn("carla", "Two", null, file(FILE, draft), file("other.bpmn", draft)));
    refused(
        400,
        "hold " + FILE + " twice",
        handIn("carla", "Twice", null, file(FILE, draft), file(FILE, draft)));
    refused(
        400,
        "bring forms with the process",
        handIn("carla", "Form", null, file("change-plan.form", "{}")));
    refused(
        404,
        "There is no process and no decision table no-such-process",
        handIn("carla", "Unknown", "no-such-process", file(FILE, draft)));
    refused(
        400,
        "hold process \"change-trend-analysis\"",
        handIn("carla", "Other", "change-management", file(FILE, draft)));
    refused(
        403,
        "is redesigned by people with the role changeManager or processOwner",
        handIn("petra", "Not mine", null, file(FILE, draft)));
    assertThat(handIn("rosa", "Customer", null, file(FILE, draft)).status).isEqualTo(403);
    assertThat(handIn("carla", " ", null, file(FILE, draft)).status).isEqualTo(400);
    assertThat(get("carla", PATH + "/RDN-1999-000001").status).isEqualTo(404);
    assertThat(bring("carla", PATH + "/RDN-1999-000001", file(FILE, draft)).status).isEqualTo(404);
    assertThat(delete("carla", PATH + "/RDN-1999-000001?reason=x").status).isEqualTo(404);
    assertThat(get("carla", PATH + "?size=1000").status).isEqualTo(400);
  }

  private static void refused(int status, String detail, Answer answer) {
    assertThat(answer.status).as(String.valueOf(answer.body)).isEqualTo(status);
    assertThat(answer.text("detail")).contains(detail);
  }

  /** The process as it ships, under another name and version. */
  private static String draft(String tag, String name) throws Exception {
    return Files.readString(Path.of("bpmn/9-control", FILE))
        .replace("camunda:versionTag=\"1.0.0\"", "camunda:versionTag=\"" + tag + "\"")
        .replaceFirst("(<bpmn:process [^>]*name=\")[^\"]*\"", "$1" + name + "\"");
  }

  private static MockMultipartFile file(String name, String content) {
    return new MockMultipartFile("files", name, null, content.getBytes(StandardCharsets.UTF_8));
  }

  private Answer handIn(String person, String title, String subject, MockMultipartFile... files)
      throws Exception {
    MockMultipartHttpServletRequestBuilder request = MockMvcRequestBuilders.multipart(PATH);
    request.param("title", title).param("description", "It was asked for");
    if (subject != null) {
      request.param("subject", subject);
    }
    return send(request, person, files);
  }

  private Answer bring(String person, String path, MockMultipartFile... files) throws Exception {
    return send(MockMvcRequestBuilders.multipart(path + "/draft"), person, files);
  }

  private Answer send(
      MockMultipartHttpServletRequestBuilder request, String person, MockMultipartFile... files)
      throws Exception {
    for (MockMultipartFile file : files) {
      request.file(file);
    }
    return answer(perform(request, person));
  }

  private Answer get(String person, String path) throws Exception {
    return answer(raw(person, path));
  }

  private Answer delete(String person, String path) throws Exception {
    return answer(
        perform(
            MockMvcRequestBuilders.request(HttpMethod.DELETE, java.net.URI.create(path)), person));
  }

  private MockHttpServletResponse raw(String person, String path) throws Exception {
    return perform(MockMvcRequestBuilders.get(java.net.URI.create(path)), person);
  }

  private MockHttpServletResponse perform(MockHttpServletRequestBuilder request, String person)
      throws Exception {
    return http.perform(request.with(httpBasic(person, PASSWORD))).andReturn().getResponse();
  }

  private Answer answer(MockHttpServletResponse response) throws Exception {
    return new Answer(response.getStatus(), json.readTree(response.getContentAsByteArray()));
  }

  /** What waits for the job executor. */
  private void work(String number) {
    identity.clearAuthentication();
    String instance = register.find(number).orElseThrow().processInstanceId();
    for (int i = 0; i < 3; i++) {
      for (Job job : management.createJobQuery().processInstanceId(instance).messages().list()) {
        management.executeJob(job.getId());
      }
    }
  }
}
