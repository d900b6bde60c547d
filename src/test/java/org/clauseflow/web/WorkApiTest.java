package org.clauseflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.engine.TaskForms;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** The worklist, absences and starts by REST. */
@ClauseflowTest
class WorkApiTest {

  private static final String PASSWORD = "Welcome-20000";

  @Autowired private MockMvc http;
  @Autowired private ObjectMapper json;
  @Autowired private TaskService tasks;
  @Autowired private RepositoryService repository;
  @Autowired private TaskForms forms;
  @Autowired private JdbcClient jdbc;

  private final String word = "zz" + UUID.randomUUID().toString().replaceAll("[^a-z]", "");

  private record Answer(int status, JsonNode body) {

    List<String> of(String field) {
      JsonNode list = body.has("items") ? body.path("items") : body;
      return list.findValuesAsText(field);
    }

    String detail() {
      return body.path("detail").asText();
    }
  }

  @Test
  void tasksAreSeenByWhoMaySeeThemInTasklist() throws Exception {
    String number = incident("high");
    String task = task(number);
    assertThat(find("anna", "all").of("task")).as("her role's").containsExactly(task);
    assertThat(find("anna", "teams").of("task")).containsExactly(task);
    assertThat(find("anna", "unassigned").of("task")).containsExactly(task);
    assertThat(find("anna", "mine").of("task")).isEmpty();
    assertThat(find("marta", "all").of("task")).as("watches all").containsExactly(task);
    assertThat(find("marta", "teams").of("task")).isEmpty();
    assertThat(find("greta", "all").of("task")).as("neither").isEmpty();
    assertThat(find("rosa", "all").of("task")).as("reported it, and works not on it").isEmpty();
    JsonNode item = find("anna", "all").body.path("items").get(0);
    assertThat(item.path("record").asText()).isEqualTo(number);
    assertThat(item.path("title").asText()).contains(word);
    assertThat(item.path("service").asText()).isEqualTo("Customer portal");
    assertThat(item.path("roles").toString()).contains("Service desk");
    assertThat(item.path("assignable").asBoolean()).isFalse();
    assertThat(find("katja", "all").body.path("items").get(0).path("assignable").asBoolean())
        .isTrue();

    jdbc.sql("update sms.record set confidential = true where number = :number")
        .param("number", number)
        .update();
    assertThat(find("marta", "all").of("task")).as("is not for her").isEmpty();
    assertThat(find("marta", "all").body.path("total").asInt()).as("nor counted").isZero();
    assertThat(get("marta", "/api/work/tasks?task=" + task).of("task")).isEmpty();
    JsonNode hers = get("anna", "/api/work/tasks?task=" + task).body.get(0);
    assertThat(hers.path("task").asText()).as("her role may claim it").isEqualTo(task);
    assertThat(hers.path("title").isNull()).as("and sees no more than that").isTrue();
    assertThat(find("anna", "all").of("task")).as("a title is not searched blindly").isEmpty();
    assertThat(find("katja", "all").of("task")).containsExactly(task);
  }

  @Test
  void whatIsDueFirstComesFirstAndIsPaged() throws Exception {
    String low = task(incident("low"));
    String high = task(incident("high"));
    String other = task(incident("low"));
    assertThat(find("anna", "all").of("task").get(0)).isEqualTo(high);
    assertThat(find("anna", "all").of("task")).containsExactlyInAnyOrder(low, high, other);
    Answer second = get("anna", "/api/work?size=2&page=1&text=" + word);
    assertThat(second.of("task")).hasSize(1);
    assertThat(second.body.path("total").asInt()).isEqualTo(3);
    assertThat(second.body.path("more").asBoolean()).isFalse();
    assertThat(get("anna", "/api/work?priority=critical&text=" + word).of("task"))
        .containsExactly(high);
    assertThat(
            get("anna", "/api/work?service=portal&process=incident-management&text=" + word)
                .of("task"))
        .hasSize(3);
    assertThat(get("anna", "/api/work?service=mail&text=" + word).of("task")).isEmpty();
    assertThat(get("anna", "/api/work/choices").body.path("priorities")).hasSize(4);
  }

  @Test
  void whatIsWrongIsSaid() throws Exception {
    for (Map.Entry<String, String> wrong :
        Map.of(
                "view=yours", "view is mine, teams, late, unassigned or all, not yours",
                "process=none", "process none is not there",
                "service=none", "service none is not there",
                "priority=great", "priority is one of critical, high, moderate, low, not great",
                "size=1000", "size",
                "page=-1", "page",
                "page=x", "page is not of the expected kind")
            .entrySet()) {
      Answer answer = get("anna", "/api/work?" + wrong.getKey());
      assertThat(answer.status).as(wrong.getKey()).isEqualTo(400);
      assertThat(answer.detail()).contains(wrong.getValue());
    }
    assertThat(get("anna", "/api/work?text=" + "x".repeat(300)).status).isEqualTo(400);
    assertThat(get("anna", "/api/work?text=%25_\\<img onerror>{{7*7}}").of("task")).isEmpty();
    assertThat(post("anna", "/api/work/claims", Map.of("tasks", List.of())).status).isEqualTo(400);
    assertThat(get("anna", "/api/work/people?task=none").status).isEqualTo(404);
  }

  @Test
  void manyAreClaimedEachForItself() throws Exception {
    String first = task(incident("low"));
    String second = task(incident("low"));
    tasks.claim(second, "ben");
    Answer claimed =
        post("anna", "/api/work/claims", Map.of("tasks", List.of(first, second, "none", first)));
    assertThat(claimed.status).isEqualTo(200);
    assertThat(claimed.of("done")).containsExactly("true", "false", "false");
    assertThat(claimed.of("says"))
        .containsExactly(
            "is yours now", "is with Ben Okafor already", "is done already, or not for you to see");
    assertThat(post("anna", "/api/work/claims", Map.of("tasks", List.of(first))).of("says"))
        .as("nothing twice")
        .containsExactly("is yours already");
    assertThat(find("anna", "mine").of("task")).containsExactly(first);
    assertThat(
            post("anna", "/api/work/completions", Map.of("tasks", List.of(first, second)))
                .of("says"))
        .containsExactly("asks for answers: open it", "is not yours: claim it first");
  }

  @Test
  void tasksAreHandedOnByWhoAnswersToWhoMayHaveThem() throws Exception {
    String task = task(incident("low"));
    List<String> people = get("katja", "/api/work/people?task=" + task).of("id");
    assertThat(people).contains("anna", "ben", "katja").doesNotContain("greta", "rosa", "marta");
    assertThat(reassign("katja", task, "ben")).containsExactly("is with Ben Okafor now");
    assertThat(reassign("katja", task, "ben")).containsExactly("is with Ben Okafor already");
    assertThat(reassign("katja", task, "greta"))
        .containsExactly("is not for Greta Lund, who has none of its roles");
    assertThat(reassign("anna", task, "anna"))
        .containsExactly("stays: tasks of this process are handed on by who answers for it");
    assertThat(tasks.createTaskQuery().taskId(task).singleResult().getAssignee()).isEqualTo("ben");
    tasks.setOwner(task, "luis");
    assertThat(find("katja", "all").of("actingFor")).containsExactly("luis");
    assertThat(reassign("katja", task, "anna")).containsExactly("is with Anna Berg now");
    assertThat(tasks.createTaskQuery().taskId(task).singleResult().getOwner()).isNull();
    Answer nobody =
        post("katja", "/api/work/reassignments", Map.of("tasks", List.of(task), "person", "none"));
    assertThat(nobody.status).isEqualTo(400);
    assertThat(nobody.detail()).contains("person is not there");
  }

  @Test
  void whatNeedsNoAnswerIsKnown() {
    String problems =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey("problem-management")
            .latestVersion()
            .singleResult()
            .getId();
    TaskForms.Step classify = new TaskForms.Step(problems, "userTask_classify");
    List<TaskForms.Step> all =
        repository
            .getBpmnModelInstance(problems)
            .getModelElementsByType(org.camunda.bpm.model.bpmn.instance.UserTask.class)
            .stream()
            .map(task -> new TaskForms.Step(problems, task.getId()))
            .toList();
    assertThat(forms.completable(all)).isNotEmpty().doesNotContain(classify);
    assertThat(forms.startHeading(problems)).contains("Raise a problem");
  }

  @Test
  void oneSeesWhatOneMayBegin() throws Exception {
    Answer rosa = get("rosa", "/api/starts");
    assertThat(rosa.body.path("starts").findValuesAsText("purpose"))
        .containsExactly("Report an incident", "Request something");
    assertThat(rosa.body.path("items").findValuesAsText("id")).contains("request-access");
    assertThat(rosa.body.path("starts").findValuesAsText("description"))
        .allSatisfy(says -> assertThat(says).doesNotContain("Clause").endsWith("."));
    assertThat(get("carla", "/api/starts").body.path("starts").findValuesAsText("process"))
        .contains("change-management", "cab-meeting")
        .doesNotContain("cab-vote");
  }

  @Test
  void absencesAreEnteredAndEnded() throws Exception {
    assertThat(get("luis", "/api/absences/deputies").of("id")).contains("katja");
    assertThat(get("luis", "/api/absences/people").of("id")).containsExactly("luis");
    assertThat(get("marta", "/api/absences/people").of("id")).contains("luis", "anna");
    assertThat(get("luis", "/api/absences/deputies?person=anna").status).isEqualTo(403);
    Map<String, String> absence =
        Map.of("deputy", "katja", "from", "2031-03-01T08:00:00Z", "until", "2031-03-05T18:00:00Z");
    Answer entered = post("luis", "/api/absences", absence);
    assertThat(entered.status).isEqualTo(201);
    assertThat(entered.body.path("state").asText()).isEqualTo("coming");
    String path = "/api/absences/" + entered.body.path("id").asText();
    assertThat(post("luis", "/api/absences", absence).status).isEqualTo(409);
    assertThat(get("rosa", path).status).isEqualTo(404);
    assertThat(get("anna", "/api/absences").of("person")).contains("luis");
    assertThat(perform("anna", MockMvcRequestBuilders.delete(path)).status).isEqualTo(403);
    Answer ended = perform("marta", MockMvcRequestBuilders.delete(path));
    assertThat(ended.status).isEqualTo(200);
    assertThat(ended.body.path("state").asText()).isEqualTo("over");
    assertThat(perform("luis", MockMvcRequestBuilders.delete(path)).status).isIn(403, 409);
    assertThat(post("luis", "/api/absences", Map.of("deputy", "katja")).detail()).contains("until");
    assertThat(post("luis", "/api/absences", Map.of("deputy", "katja", "until", "tomorrow")).status)
        .isEqualTo(400);
  }

  private List<String> reassign(String by, String task, String to) throws Exception {
    return post(by, "/api/work/reassignments", Map.of("tasks", List.of(task), "person", to))
        .of("says");
  }

  private String incident(String impact) throws Exception {
    Answer reported =
        post(
            "rosa",
            "/api/incidents",
            Map.of(
                "title",
                "Slow " + word,
                "description",
                "x",
                "service",
                "portal",
                "impact",
                impact,
                "urgency",
                impact));
    assertThat(reported.status).isEqualTo(201);
    return reported.body.path("number").asText();
  }

  private String task(String number) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(number)
        .taskDefinitionKey("userTask_classify")
        .singleResult()
        .getId();
  }

  private Answer find(String person, String view) throws Exception {
    return get(person, "/api/work?view=" + view + "&text=" + word);
  }

  private Answer post(String person, String path, Object body) throws Exception {
    return perform(
        person,
        MockMvcRequestBuilders.post(path)
            .contentType(MediaType.APPLICATION_JSON)
            .content(json.writeValueAsString(body)));
  }

  private Answer get(String person, String path) throws Exception {
    String[] parts = path.split("\\?", 2);
    MockHttpServletRequestBuilder request = MockMvcRequestBuilders.get(parts[0]);
    if (parts.length == 2) {
      for (String parameter : parts[1].split("&")) {
        String[] pair = parameter.split("=", 2);
        request = request.param(pair[0], pair[1]);
      }
    }
    return perform(person, request);
  }

  private Answer perform(String person, MockHttpServletRequestBuilder request) throws Exception {
    var response =
        http.perform(request.with(httpBasic(person, PASSWORD))).andReturn().getResponse();
    String content = response.getContentAsString(StandardCharsets.UTF_8);
    return new Answer(response.getStatus(), json.readTree(content.isEmpty() ? "null" : content));
  }
}
