package org.clauseflow.web;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.patch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.cmdb.Baselines;
import org.clauseflow.cmdb.ConfigurationItems;
import org.clauseflow.cmdb.Mandate;
import org.clauseflow.cmdb.Relation;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Opening;
import org.clauseflow.record.Register;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.transaction.support.TransactionTemplate;

/** The CMDB for those who read it. */
@ClauseflowTest
class CisApiTest {

  private static final Mandate LOAD = new Mandate("wanda", "First load");

  @Autowired private MockMvc http;
  @Autowired private ConfigurationItems items;
  @Autowired private Baselines baselines;
  @Autowired private Register register;
  @Autowired private TransactionTemplate transaction;

  private String change = "First load";

  @Test
  void anItemIsShownAsItIsAndAsItWas() throws Exception {
    Instant start = Instant.parse("2026-06-01T08:00:00Z");
    ClockUtil.setCurrentTime(Date.from(start));
    String id = items.register(Map.of("type", "server", "name", "api-1", "version", "1"), LOAD);
    String host = items.register(Map.of("type", "server", "name", "api-2"), LOAD);
    items.relate(Relation.of(id, "runs on", host), LOAD);
    ClockUtil.setCurrentTime(Date.from(start.plus(1, ChronoUnit.DAYS)));
    items.change(id, Map.of("version", "2"), LOAD);

    read("anna", "/api/cis/" + id)
        .andExpect(jsonPath("$.item.version").value("2"))
        .andExpect(jsonPath("$.relations[0].kind").value("runs on"))
        .andExpect(jsonPath("$.relations[0].to").value(host));
    read("anna", "/api/cis/" + id + "?at=" + start)
        .andExpect(jsonPath("$.item.version").value("1"));
    read("anna", "/api/cis/" + id + "?at=" + start.minusSeconds(1))
        .andExpect(status().isNotFound())
        .andExpect(jsonPath("$.detail", startsWith("There is no configuration item " + id)));
    read("anna", "/api/cis/" + id + "/history")
        .andExpect(jsonPath("$.versions[*].version", contains("2", "1")))
        .andExpect(jsonPath("$.versions[0].change").value("First load"));
    read("anna", "/api/cis?text=" + id + "&at=" + start)
        .andExpect(jsonPath("$.total").value(1))
        .andExpect(jsonPath("$.items[0].version").value("1"));
    read("anna", "/api/cis/difference?from=" + start + "&until=" + start.plus(1, ChronoUnit.DAYS))
        .andExpect(jsonPath("$[?(@.ci == '" + id + "')].field", contains("version")));
    read("anna", "/api/cis/difference?from=" + start + "&until=" + start)
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.errors[0].field").value("until"));
  }

  @Test
  void impactBaselinesTypesAndHealthAreThere() throws Exception {
    read("wanda", "/api/cis/impact?ci=CI-0013&ci=CI-0014")
        .andExpect(jsonPath("$.services[*].id", containsInAnyOrder("network", "remote")))
        .andExpect(jsonPath("$.affected.items[0].effect").value("OUTAGE"))
        .andExpect(jsonPath("$.complete").value(true));
    read("wanda", "/api/cis/impact?ci=CI-none").andExpect(status().isNotFound());
    String baseline = baselines.take("Api", List.of("CI-0020"), null, "wanda");
    read("olga", "/api/cis/baselines/" + baseline)
        .andExpect(jsonPath("$.takenBy").value("wanda"))
        .andExpect(jsonPath("$.intact").value(true));
    read("olga", "/api/cis/baselines/" + baseline + "/difference")
        .andExpect(jsonPath("$.length()").value(0));
    read("olga", "/api/cis/baselines").andExpect(jsonPath("$.items[*].id", hasItem(baseline)));
    read("olga", "/api/cis/types")
        .andExpect(jsonPath("$[?(@.id == 'licence')].degreeOfControl", contains("medium")));
    read("olga", "/api/cis/health").andExpect(jsonPath("$.items", greaterThan(20)));
    for (String list : List.of("incomplete", "orphans", "stale", "duplicates")) {
      read("olga", "/api/cis/health/" + list + "?size=5")
          .andExpect(status().isOk())
          .andExpect(jsonPath("$.size").value(5));
    }
  }

  @Test
  void customersDoNotReadItAndNobodyWritesIt() throws Exception {
    for (String path : List.of("", "/CI-0001", "/impact?ci=CI-0001", "/health", "/types")) {
      read("rosa", "/api/cis" + path).andExpect(status().isForbidden());
    }
    for (var call :
        List.of(
            post("/api/cis"),
            put("/api/cis/CI-0001"),
            patch("/api/cis/CI-0001"),
            delete("/api/cis/CI-0001/relations/CI-0003"))) {
      http.perform(call.with(httpBasic("wanda", "Welcome-20000")))
          .andExpect(status().isForbidden())
          .andExpect(jsonPath("$.detail", containsString("/api/configuration-updates")));
    }
    read("olga", "/api/cis/refused-writes?size=4")
        .andExpect(jsonPath("$.items[0].person").value("wanda"))
        .andExpect(jsonPath("$.items[0].what").value("DELETE /api/cis/CI-0001/relations/CI-0003"))
        .andExpect(jsonPath("$.items[3].what").value("POST /api/cis"));
    read("anna", "/api/cis/refused-writes").andExpect(status().isForbidden());
  }

  @Test
  void theConfigurationManagerImportsAfterAPreview() throws Exception {
    String own = UUID.randomUUID().toString();
    MockMultipartFile file = part("file", "id,type,name\na,server,imported\nb,toaster,x\n");
    MockMultipartFile mapping =
        part("mapping", "source: " + own + "\ncolumns: {id: id, type: type, name: name}\n");
    upload("anna", file, mapping, "true").andExpect(status().isForbidden());
    upload("wanda", file, mapping, "true")
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.result.summary.preview").value(true))
        .andExpect(jsonPath("$.result.summary.created").value(1))
        .andExpect(jsonPath("$.lines[1].detail").value("type is no type of configuration items"));
    upload("wanda", file, mapping, "false")
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.errors[0].field").value("change"));
    read("wanda", "/api/cis/refused-writes?size=1")
        .andExpect(jsonPath("$.items[0].what").value("import of file"));
    change = approvedChange();
    upload("wanda", file, mapping, "false")
        .andExpect(jsonPath("$.result.summary.created").value(1));
    upload("wanda", file, mapping, "false")
        .andExpect(jsonPath("$.result.summary.unchanged").value(1));
    upload("wanda", file, part("mapping", "source: x"), "false")
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.detail", containsString("id and name are required")));
  }

  private String approvedChange() {
    return transaction.execute(
        t -> {
          String number = register.nextNumber("change");
          register.open(
              new Opening(number, "change", "change-management", 1, "none"),
              Entry.of("carla", "opened", null, Map.of("title", "Load", "status", "approved")));
          return number;
        });
  }

  private ResultActions upload(
      String person, MockMultipartFile file, MockMultipartFile mapping, String preview)
      throws Exception {
    return http.perform(
        multipart("/api/cis/import")
            .file(file)
            .file(mapping)
            .param("kind", "CSV")
            .param("preview", preview)
            .param("change", change)
            .with(httpBasic(person, "Welcome-20000")));
  }

  private static MockMultipartFile part(String name, String content) {
    return new MockMultipartFile(name, name, null, content.getBytes(StandardCharsets.UTF_8));
  }

  private ResultActions read(String person, String path) throws Exception {
    return http.perform(get(path).with(httpBasic(person, "Welcome-20000")));
  }
}
