package org.clauseflow.web;

import static org.hamcrest.Matchers.hasSize;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.clauseflow.ClauseflowTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

@ClauseflowTest
class TrendAnalysesApiTest {

  private static final String FINDINGS = "/api/trend-analyses/PTA-1980-000001/findings";

  @Autowired private MockMvc http;
  @Autowired private JdbcClient jdbc;

  @Test
  void findingsArePagedWhatIsToBeDecidedFirst() throws Exception {
    jdbc.sql(
            """
            insert into sms.record (number, type, title, status, opened_at, process_key, process_version, process_instance_id, updated_at)
            values ('PTA-1980-000001', 'trend-analysis', 'Trends', 'in review', now(), 'none', 1, 'none', now());
            insert into sms.trend_finding (analysis, id, kind, title, service_id, symptom, incidents, before, growth, share,
              reopened, breached, explained, samples, proposal, place)
            values ('PTA-1980-000001', 1, 'service', 'Incidents of E-mail', 'mail', null, 9, 8, 13, 50, 0, 0, 0, '{}', 'nothing', null),
                   ('PTA-1980-000001', 2, 'symptom', 'Recurring: no mail', 'mail', 'mail', 7, 2, 250, 38.9, 1, 2, 3,
                    '{INC-2,INC-1}', 'problem', 1)
            """)
        .update();
    read("marta", FINDINGS)
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.total").value(2))
        .andExpect(jsonPath("$.items", hasSize(2)))
        .andExpect(jsonPath("$.items[0].id").value(2))
        .andExpect(jsonPath("$.items[0].service").value("mail"))
        .andExpect(jsonPath("$.items[0].share").value(38.9))
        .andExpect(jsonPath("$.items[0].samples").value("INC-2, INC-1"))
        .andExpect(jsonPath("$.items[1].proposal").value("nothing"));
    read("marta", FINDINGS + "?size=1&page=1")
        .andExpect(jsonPath("$.items", hasSize(1)))
        .andExpect(jsonPath("$.items[0].id").value(1));
    read("marta", FINDINGS + "?size=0").andExpect(status().isBadRequest());
    read("rosa", FINDINGS).andExpect(status().isNotFound());
    read("marta", "/api/trend-analyses/PTA-1980-000002/findings").andExpect(status().isNotFound());
  }

  private ResultActions read(String person, String path) throws Exception {
    return http.perform(get(path).with(httpBasic(person, "Welcome-20000")));
  }
}
