package org.clauseflow.web;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.Register;
import org.clauseflow.resolution.Incidents;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ClauseflowTest
class MajorIncidentsApiTest {

  @Autowired private MockMvc http;
  @Autowired private RuntimeService runtime;
  @Autowired private Incidents incidents;
  @Autowired private Register register;
  @Autowired private PlatformTransactionManager transactions;

  private String incident;
  private String major;

  @BeforeEach
  void proposed() {
    incident =
        incidents.report(
            new Incidents.Report("Portal is down", "Nothing works", "portal", null, "high", "high"),
            "rosa");
    major =
        runtime
            .createMessageCorrelation("majorIncident.proposed")
            .setVariables(
                Map.of(
                    "title", "Portal is down",
                    "description", "Nothing works",
                    "service", "portal",
                    "reporter", "rosa",
                    "customer", "nordwind",
                    "priority", "critical"))
            .correlateStartMessage()
            .getBusinessKey();
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            transaction -> register.link(incident, "part of", major, "clauseflow"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"olga", "marta", "paul", "anna", "katja"})
  void staffSeeHowItStandsAndWhatIsPartOfIt(String person) throws Exception {
    read(person, "")
        .andExpect(jsonPath("$.status").value("proposed"))
        .andExpect(
            jsonPath("$.criterion").value("Critical, and the service has service level gold"))
        .andExpect(jsonPath("$.incidents").value(1))
        .andExpect(jsonPath("$.openIncidents").value(1));
    read(person, "/incidents")
        .andExpect(jsonPath("$.total").value(1))
        .andExpect(jsonPath("$.items[0].number").value(incident));
  }

  @Test
  void theTimelineTellsOfBothInOrderAndInPages() throws Exception {
    read("olga", "/timeline")
        .andExpect(jsonPath("$.items[*].record", hasItem(incident)))
        .andExpect(jsonPath("$.items[*].record", hasItem(major)))
        .andExpect(
            jsonPath(
                "$.items[?(@.what == 'Hold against agreed criteria')].requirement",
                contains("8.1-7, 8.1-8")));
    read("olga", "/timeline?size=2&page=1")
        .andExpect(jsonPath("$.items", hasSize(2)))
        .andExpect(jsonPath("$.page").value(1));
  }

  @Test
  void itIsListedWhileItIsOpen() throws Exception {
    http.perform(get("/api/major-incidents?open=true").with(httpBasic("olga", "Welcome-20000")))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.items[*].number", hasItem(major)));
  }

  @Test
  void customersHearOfItByItsUpdatesOnly() throws Exception {
    for (String path : new String[] {"", "/timeline", "/incidents"}) {
      http.perform(
              get("/api/major-incidents/" + major + path).with(httpBasic("rosa", "Welcome-20000")))
          .andExpect(status().isForbidden());
    }
  }

  @Test
  void whatIsNoneIsUnknown() throws Exception {
    http.perform(
            get("/api/major-incidents/" + incident + "/timeline")
                .with(httpBasic("olga", "Welcome-20000")))
        .andExpect(status().isNotFound());
  }

  private ResultActions read(String person, String path) throws Exception {
    return http.perform(
            get("/api/major-incidents/" + major + path).with(httpBasic(person, "Welcome-20000")))
        .andExpect(status().isOk());
  }
}
