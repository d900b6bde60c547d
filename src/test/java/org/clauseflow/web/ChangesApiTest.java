package org.clauseflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clauseflow.ClauseflowTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** Requests for change by REST: for staff, and refused with a reason. */
@ClauseflowTest
class ChangesApiTest {

  @Autowired private MockMvc http;
  @Autowired private ObjectMapper json;

  private record Answer(int status, JsonNode body) {

    String text(String field) {
      return body.path(field).asText(null);
    }
  }

  @Test
  void staffRequestLookUpAndWithdrawAChange() throws Exception {
    Map<String, Object> request = new HashMap<>(change("Cipher of the tunnel"));
    String item = get("anna", "/api/cis?service=files&size=1").body.at("/items/0/id").asText();
    request.put("configurationItems", List.of(item));
    request.put("changeKind", "change");
    request.put("urgency", "planned");
    Answer requested = send("POST", "greta", "/api/changes", request);
    assertThat(requested.status).as("%s", requested.body).isEqualTo(201);
    String number = requested.text("number");
    assertThat(number).matches("CHG-\\d{4}-\\d{6}");
    assertThat(requested.text("status")).isEqualTo("requested");
    assertThat(requested.text("changeType")).isEqualTo("normal");
    assertThat(requested.text("reporter")).isEqualTo("greta");
    Answer found = get("anna", "/api/changes/" + number);
    assertThat(found.body.path("configurationItems").get(0).asText()).isEqualTo(item);
    assertThat(get("anna", "/api/changes/" + number + "/impact").body.findValuesAsText("id"))
        .contains("files");
    assertThat(
            get("greta", "/api/changes?mine=true&service=remote").body.findValuesAsText("number"))
        .contains(number);

    String withdrawal = "/api/changes/" + number + "/withdrawal";
    Map<String, Object> reason = Map.of("reason", "The old one will do");
    assertThat(send("POST", "anna", withdrawal, reason).status).isEqualTo(403);
    assertThat(send("POST", "greta", withdrawal, Map.of()).status).isEqualTo(400);
    assertThat(send("POST", "greta", withdrawal, reason).text("status")).isEqualTo("withdrawn");
    assertThat(send("POST", "carla", withdrawal, reason).status).isEqualTo(409);
  }

  @Test
  void whatIsWrongIsSaidByField() throws Exception {
    Map<String, Object> wrong = new HashMap<>(change("No such kind"));
    wrong.put("changeKind", "whim");
    assertThat(send("POST", "anna", "/api/changes", wrong).text("detail"))
        .contains("changeKind is change, agreement");
    Map<String, Object> unknown = new HashMap<>(change("No such item"));
    unknown.put("configurationItems", List.of("CI-none"));
    Answer refused = send("POST", "anna", "/api/changes", unknown);
    assertThat(refused.status).isEqualTo(400);
    assertThat(refused.text("detail")).contains("configurationItems").contains("CI-none");
    assertThat(get("anna", "/api/changes/CHG-1999-000001").status).isEqualTo(404);
    assertThat(get("anna", "/api/standard-changes?state=wild").status).isEqualTo(400);
  }

  @Test
  void itIsEditedOnlyWhileItIsDecidedOn() throws Exception {
    String number = send("POST", "greta", "/api/changes", change("Longer keys")).text("number");
    Answer early =
        send("PATCH", "greta", "/api/changes/" + number, Map.of("title", "Even longer keys"));
    assertThat(early.status).isEqualTo(409);
    assertThat(early.text("detail")).contains("waits for approval");
    assertThat(send("PATCH", "anna", "/api/changes/" + number, Map.of("title", "Not mine")).status)
        .isEqualTo(403);
  }

  @Test
  void standardChangesAreEndedByTheChangeManager() throws Exception {
    assertThat(get("anna", "/api/standard-changes").status).isEqualTo(200);
    Map<String, Object> reason = Map.of("reason", "Not done any more");
    assertThat(send("POST", "anna", "/api/standard-changes/STD-none/end", reason).status)
        .isEqualTo(403);
    assertThat(send("POST", "carla", "/api/standard-changes/STD-none/end", reason).status)
        .isEqualTo(404);
  }

  @Test
  void customersSeeNoRequestsForChange() throws Exception {
    for (String path : List.of("/api/changes", "/api/changes/x", "/api/standard-changes")) {
      assertThat(get("rosa", path).status).as(path).isEqualTo(403);
    }
    assertThat(send("POST", "rosa", "/api/changes", change("Mine")).status).isEqualTo(403);
  }

  private static Map<String, Object> change(String title) {
    return Map.of("title", title, "description", "The tunnel only", "service", "remote");
  }

  private Answer get(String person, String path) throws Exception {
    return answer(MockMvcRequestBuilders.get(path), person);
  }

  private Answer send(String method, String person, String path, Map<String, Object> body)
      throws Exception {
    return answer(
        MockMvcRequestBuilders.request(org.springframework.http.HttpMethod.valueOf(method), path)
            .contentType(MediaType.APPLICATION_JSON)
            .content(json.writeValueAsString(body)),
        person);
  }

  private Answer answer(MockHttpServletRequestBuilder request, String person) throws Exception {
    var response =
        http.perform(request.with(httpBasic(person, "Welcome-20000"))).andReturn().getResponse();
    String text = response.getContentAsString(StandardCharsets.UTF_8);
    return new Answer(response.getStatus(), text.isEmpty() ? json.nullNode() : json.readTree(text));
  }
}
