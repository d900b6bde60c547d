package org.clauseflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.control.CabStory;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** Decisions on changes by REST: members vote, the chair decides, and nobody else. */
@ClauseflowTest
class CabDecisionsApiTest extends CabStory {

  private static final String PASSWORD = "Welcome-20000";

  @Autowired private MockMvc http;
  @Autowired private ObjectMapper json;

  private record Answer(int status, JsonNode body) {

    String text(String field) {
      return body.path(field).asText(null);
    }

    List<String> numbers() {
      return body.path("items").findValuesAsText("number");
    }
  }

  @Test
  void membersVoteAndTheChairDecides() throws Exception {
    String board = ask(change());
    String path = "/api/cab-decisions/" + board;
    Answer found = get("carla", path);
    assertThat(found.text("status")).isEqualTo("voting");
    assertThat(found.text("result")).isEqualTo("mandatoryMissing");
    assertThat(found.text("lacking")).contains("Approver of Nordwind Energy");
    assertThat(found.body.path("members").asInt()).isEqualTo(6);
    assertThat(get("carla", "/api/cab-decisions?status=voting&open=true").numbers())
        .contains(board);
    assertThat(get("stefan", "/api/cab-decisions?mine=true").numbers()).contains(board);
    assertThat(get("umar", "/api/cab-decisions?open=true").numbers()).doesNotContain(board);

    as("stefan");
    tasks.setAssignee(voteOf(board, "stefan").getId(), null);
    assertThat(put("stefan", board, "for", "The customer agrees").status)
        .as("who has put the task back still votes")
        .isEqualTo(200);
    assertThat(put("marta", board, "against", null).status).isEqualTo(400);
    assertThat(put("marta", board, "maybe", null).text("detail"))
        .contains("vote is for, against or abstain");
    Answer delegated = post("marta", path + "/delegation", Map.of("delegate", "katja"));
    assertThat(delegated.status).isEqualTo(200);
    assertThat(put("katja", board, "for", null).status).isEqualTo(200);
    assertThat(put("katja", board, "abstain", null).body.path("abstained").asInt()).isEqualTo(1);
    assertThat(put("katja", board, "for", "On second thoughts").body.path("votesFor").asInt())
        .isEqualTo(2);
    assertThat(put("ines", board, "for", null).status).isEqualTo(200);
    assertThat(post("chloe", path + "/closing", null).status).isIn(403, 409);
    assertThat(post("carla", path + "/closing", null).text("status")).isEqualTo("to be decided");

    Map<String, Object> approved =
        Map.of("decision", "approved", "reason", "Carried", "risks", "Known and small");
    assertThat(post("chloe", path + "/decision", approved).status).isIn(403, 409);
    assertThat(
            post("carla", path + "/decision", Map.of("decision", "rejected", "reason", "x"))
                .text("detail"))
        .contains("against the votes");
    Answer decided = post("carla", path + "/decision", approved);
    assertThat(decided.status).isEqualTo(200);
    assertThat(decided.text("decision")).isEqualTo("approved");
    assertThat(decided.text("decidedBy")).isEqualTo("carla");
    Answer late = put("ines", board, "abstain", null);
    assertThat(late.status).isEqualTo(409);
    assertThat(late.text("detail")).contains("is decided");

    Answer minutes = get("olga", path + "/minutes");
    assertThat(minutes.body.path("considered").path("considerRisks").asText())
        .isEqualTo("Known and small");
    assertThat(minutes.body.path("considered").path("considerBenefit").asText())
        .isEqualTo("Invoices open twice as fast");
    JsonNode round = minutes.body.path("rounds").path(0);
    assertThat(round.path("result").asText()).isEqualTo("carried");
    assertThat(round.path("votes")).hasSize(5);
    assertThat(round.path("members")).hasSize(6);
    Answer members = get("stefan", path + "/members?size=2");
    assertThat(members.body.path("items")).hasSize(2);
    assertThat(members.body.path("total").asInt()).isEqualTo(6);
    deliver();
    assertThat(get("carla", path).text("status")).isEqualTo("approved");
  }

  @Test
  void whoHasNoVoteIsRefusedAndNoted() throws Exception {
    String board = ask(change());
    String path = "/api/cab-decisions/" + board;
    assertThat(put("anna", board, "for", null))
        .returns(403, Answer::status)
        .returns(
            true, a -> a.text("detail").contains("Nobody decides on a change that they ask for"));
    assertThat(put("greta", board, "for", null))
        .returns(403, Answer::status)
        .returns(true, a -> a.text("detail").contains("greta has no seat"));
    assertThat(put("umar", board, "for", null).status).as("another customer").isEqualTo(404);
    assertThat(post("marta", path + "/delegation", Map.of("delegate", "anna")).status)
        .isEqualTo(403);
    assertThat(post("marta", path + "/delegation", Map.of("delegate", "ines")).status)
        .isEqualTo(403);
    assertThat(refused(board)).hasSize(4);
    jdbc.sql("update sms.person set same_as = 'ines' where id = 'greta'").update();
    try {
      assertThat(put("ines", board, "for", null).status).isEqualTo(200);
      assertThat(put("greta", board, "for", null))
          .as("a second account of a member")
          .returns(409, Answer::status)
          .returns(true, a -> a.text("detail").contains("One person has one vote"));
    } finally {
      jdbc.sql("update sms.person set same_as = null where id = 'greta'").update();
    }
    assertThat(refused(board)).hasSize(5);
    assertThat(votes(board)).hasSize(1);
  }

  @Test
  void confidentialDecisionsAreForThoseOnTheBoard() throws Exception {
    String board = ask(change("confidential", true));
    String path = "/api/cab-decisions/" + board;
    assertThat(get("greta", path).status).isEqualTo(404);
    assertThat(get("greta", path + "/minutes").status).isEqualTo(404);
    assertThat(get("rosa", path).status).isEqualTo(404);
    assertThat(get("stefan", path).status).as("a customer's approver with a seat").isEqualTo(200);
    assertThat(put("stefan", board, "for", null).status).isEqualTo(200);
    assertThat(get("carla", path).status).as("who has to decide on it").isEqualTo(200);
    assertThat(get("marta", path).text("title")).isEqualTo("Renew the portal's front end");
  }

  @Test
  void changeManagersCallMeetings() throws Exception {
    String board = ask(change());
    Map<String, Object> meeting =
        Map.of("at", "2026-03-05T10:00:00Z", "place", "Room 4", "decisions", List.of(board));
    assertThat(post("chloe", "/api/cab-meetings", meeting).status).isEqualTo(403);
    assertThat(post("rosa", "/api/cab-meetings", meeting).status).isEqualTo(403);
    Answer called = post("carla", "/api/cab-meetings", meeting);
    assertThat(called.status).isEqualTo(201);
    String number = called.text("number");
    assertThat(called.text("place")).isEqualTo("Room 4");
    assertThat(get("anna", "/api/cab-meetings?status=invited").numbers()).contains(number);
    assertThat(
            get("anna", "/api/cab-meetings/" + number + "/agenda")
                .body
                .path("items")
                .findValuesAsText("decision"))
        .containsExactly(board);
    assertThat(get("anna", "/api/cab-meetings/CMT-1999-000001").status).isEqualTo(404);
    assertThat(
            post("carla", "/api/cab-meetings", Map.of("decisions", List.of("CAB-1999-000001")))
                .status)
        .isEqualTo(400);
  }

  private Answer put(String person, String board, String vote, String comment) throws Exception {
    Map<String, Object> body =
        comment == null ? Map.of("vote", vote) : Map.of("vote", vote, "comment", comment);
    return send(person, MockMvcRequestBuilders.put("/api/cab-decisions/" + board + "/vote"), body);
  }

  private Answer post(String person, String path, Map<String, Object> body) throws Exception {
    return send(person, MockMvcRequestBuilders.post(path), body);
  }

  private Answer get(String person, String path) throws Exception {
    return send(person, MockMvcRequestBuilders.get(path), null);
  }

  private Answer send(
      String person, MockHttpServletRequestBuilder request, Map<String, Object> body)
      throws Exception {
    identity.clearAuthentication();
    if (body != null) {
      request.contentType(MediaType.APPLICATION_JSON).content(json.writeValueAsBytes(body));
    }
    var response =
        http.perform(request.with(httpBasic(person, PASSWORD))).andReturn().getResponse();
    String text = response.getContentAsString(StandardCharsets.UTF_8);
    return new Answer(response.getStatus(), text.isEmpty() ? null : json.readTree(text));
  }
}
