package org.clauseflow.web;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.cmdb.ConfigurationItems;
import org.clauseflow.cmdb.Mandate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** Updates and audits of the CMDB, facts and assets from outside Tasklist. */
@ClauseflowTest
class ConfigurationApiTest {

  @Autowired private MockMvc http;
  @Autowired private ObjectMapper json;
  @Autowired private ConfigurationItems items;
  @Autowired private FormService forms;
  @Autowired private IdentityService identity;
  @Autowired private RepositoryService repository;

  @BeforeEach
  void today() {
    ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-07-01T08:00:00Z")));
  }

  @Test
  void anUpdateIsAskedForOnceFollowedAndWithdrawn() throws Exception {
    Map<String, Object> body =
        Map.of(
            "title", "Printer moved",
            "description", "It stands in hall B",
            "items", List.of("CI-0023"));
    String location =
        send("anna", "/api/configuration-updates", body, "k-update-1")
            .andExpect(status().isCreated())
            .andExpect(jsonPath("$.status").value("asked for"))
            .andExpect(jsonPath("$.supportGroup").value("configurationManager"))
            .andExpect(jsonPath("$.reporter").value("anna"))
            .andExpect(jsonPath("$.source").value("api"))
            .andReturn()
            .getResponse()
            .getHeader("Location");
    send("anna", "/api/configuration-updates", body, "k-update-1")
        .andExpect(status().isCreated())
        .andExpect(header().string("Location", location));
    send("anna", "/api/configuration-updates", Map.of("title", "x"), null)
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.errors[*].field", hasItem("description")));
    send(
            "anna",
            "/api/configuration-updates",
            Map.of("title", "x", "description", "y", "action", "retire", "item", "CI-none"),
            null)
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.errors[*].field", hasItem("ci")));
    send("rosa", "/api/configuration-updates", body, null).andExpect(status().isForbidden());

    read("ben", "/api/configuration-updates?status=asked for")
        .andExpect(jsonPath("$.total", greaterThan(0)));
    read("anna", location + "/steps").andExpect(jsonPath("$.total").value(0));
    read("anna", "/api/configuration-updates/CFG-1999-000001").andExpect(status().isNotFound());
    send("ben", location + "/withdrawal", Map.of("reason", "No"), null)
        .andExpect(status().isForbidden());
    send("anna", location + "/withdrawal", Map.of("reason", "It was moved back"), null)
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.status").value("withdrawn"))
        .andExpect(jsonPath("$.reason").value("It was moved back"));
    send("wanda", location + "/withdrawal", Map.of("reason", "Again"), null)
        .andExpect(status().isConflict());
  }

  @Test
  void anAuditIsReadAndCalledOff() throws Exception {
    identity.setAuthentication("wanda", List.of("camunda-admin"));
    String number;
    try {
      number =
          forms
              .submitStartForm(
                  repository
                      .createProcessDefinitionQuery()
                      .processDefinitionKey("configuration-audit")
                      .latestVersion()
                      .singleResult()
                      .getId(),
                  Map.of(
                      "auditKind",
                      "sample",
                      "scopeKind",
                      "service",
                      "scopeService",
                      "accounting",
                      "sampleSize",
                      3,
                      "auditor",
                      "olga"))
              .getBusinessKey();
    } finally {
      identity.clearAuthentication();
    }
    String path = "/api/configuration-audits/" + number;
    read("marta", path)
        .andExpect(jsonPath("$.title").value("Audit of the CMDB: Accounting"))
        .andExpect(jsonPath("$.status").value("being checked"))
        .andExpect(jsonPath("$.itemsInScope", greaterThan(3)));
    read("olga", path + "/sample").andExpect(jsonPath("$.total").value(3));
    read("olga", path + "/deficiencies").andExpect(jsonPath("$.total").value(0));
    read("olga", "/api/configuration-audits")
        .andExpect(jsonPath("$.items[*].number", hasItem(number)));
    read("rosa", path).andExpect(status().isForbidden());
    send("anna", path + "/calling-off", Map.of("reason", "No"), null)
        .andExpect(status().isForbidden());
    send("wanda", path + "/calling-off", Map.of("reason", "Another day"), null)
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.status").value("called off"));
    send("wanda", path + "/calling-off", Map.of("reason", "Again"), null)
        .andExpect(status().isConflict());
  }

  @Test
  void whatWasDiscoveredIsHandedOverAndWritesNothing() throws Exception {
    MockMultipartFile mapping =
        part(
            "mapping",
            "source: api-scan\ncolumns: {id: id, type: type, name: name, location: at}\n");
    MockMultipartFile file =
        part("file", "id,type,name,at\na,device,scanned-a,Kiel\n,device,scanned-b,Kiel\n");
    http.perform(
            multipart("/api/cis/discoveries")
                .file(file)
                .file(mapping)
                .param("kind", "CSV")
                .param("complete", "true")
                .with(httpBasic("elif", "Welcome-20000")))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.source").value("api-scan"))
        .andExpect(jsonPath("$.unknown").value(1))
        .andExpect(jsonPath("$.broken['it has no identity']").value(1));
    read("anna", "/api/cis?text=scanned-a").andExpect(jsonPath("$.total").value(0));
    http.perform(
            multipart("/api/cis/discoveries")
                .file(part("file", "no json"))
                .param("kind", "INVENTORY")
                .with(httpBasic("elif", "Welcome-20000")))
        .andExpect(status().isBadRequest());
    http.perform(
            multipart("/api/cis/discoveries")
                .file(file)
                .param("kind", "CSV")
                .with(httpBasic("anna", "Welcome-20000")))
        .andExpect(status().isForbidden());
  }

  @Test
  void financeGetsItemsAndGivesTheLedger() throws Exception {
    String ci =
        items.register(
            Map.of(
                "type",
                "device",
                "name",
                "=cmd, \"desk\"",
                "location",
                "Kiel",
                "attributes",
                Map.of("assetTag", "B-1", "cost", 1250.5, "purchasedOn", "2025-03-31")),
            new Mandate("wanda", null));
    read("fiona", "/api/cis/assets?size=1000")
        .andExpect(jsonPath("$.items[?(@.ci == '" + ci + "')].cost", hasItem(1250.5)))
        .andExpect(jsonPath("$.items[?(@.ci == '" + ci + "')].purchasedOn", hasItem("2025-03-31")));
    http.perform(get("/api/cis/assets").accept("text/csv").with(httpBasic("olga", "Welcome-20000")))
        .andExpect(status().isOk())
        .andExpect(content().string(startsWith("ci,assetNumber,type,name,status,cost")))
        .andExpect(
            content()
                .string(
                    containsString(
                        ci
                            + ",B-1,End device,\"'=cmd, \"\"desk\"\"\",in use,1250.5,2025-03-31,,Kiel,")));
    read("anna", "/api/cis/assets").andExpect(status().isForbidden());

    ledger("number,name,cost,purchasedOn,location,status\nB-1,Desk,1250.5,2025-03-31,Kiel,on\n")
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.assets").value(1))
        .andExpect(jsonPath("$.matched").value(1));
    for (String wrong :
        List.of(
            "number,name\nB-1,Desk\nB-1,Desk\n",
            "number,name\n,Desk\n",
            "number,name,cost\nB-2,Desk,dear\n",
            "number,name,purchasedOn\nB-2,Desk,31.3.2025\n",
            "number,name,status\nB-2,Desk,lost\n")) {
      ledger(wrong)
          .andExpect(status().isBadRequest())
          .andExpect(jsonPath("$.errors[0].reason", startsWith("line ")));
    }
  }

  private ResultActions ledger(String table) throws Exception {
    return http.perform(
        multipart("/api/cis/assets/ledger")
            .file(part("file", table))
            .with(httpBasic("fiona", "Welcome-20000")));
  }

  private static MockMultipartFile part(String name, String content) {
    return new MockMultipartFile(name, name, null, content.getBytes(StandardCharsets.UTF_8));
  }

  private ResultActions send(String person, String path, Map<String, Object> body, String key)
      throws Exception {
    var call =
        post(path)
            .with(httpBasic(person, "Welcome-20000"))
            .contentType(MediaType.APPLICATION_JSON)
            .content(json.writeValueAsString(body));
    return http.perform(key == null ? call : call.header("Idempotency-Key", key));
  }

  private ResultActions read(String person, String path) throws Exception {
    return http.perform(get(path).with(httpBasic(person, "Welcome-20000")));
  }
}
