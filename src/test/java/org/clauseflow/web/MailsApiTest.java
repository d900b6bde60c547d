package org.clauseflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.clauseflow.ClauseflowTest;
import org.clauseflow.resolution.Incidents;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

@ClauseflowTest
class MailsApiTest {

  @Autowired private MockMvc http;
  @Autowired private Incidents incidents;
  @Autowired private JdbcClient jdbc;

  private String number;
  private long mail;

  @BeforeEach
  void report() {
    number =
        incidents.report(
            new Incidents.Report(
                "Mails of an incident", "Nothing works", "mail", null, "low", "low"),
            "rosa");
    mail =
        jdbc.sql("select id from sms.mail where record_number = :n")
            .param("n", number)
            .query(Long.class)
            .single();
  }

  @Test
  void aRecordShowsWhoWasToldAndWhetherItArrived() throws Exception {
    read("anna", "/api/records/" + number + "/mails")
        .andExpect(jsonPath("$", hasSize(1)))
        .andExpect(jsonPath("$[0].recipient").value("rosa"))
        .andExpect(jsonPath("$[0].addressedAs").value("reporter"))
        .andExpect(jsonPath("$[0].template").value("incident-received"))
        .andExpect(jsonPath("$[0].state").value("waiting"))
        .andExpect(jsonPath("$[0].subject").value(number + " received: Mails of an incident"));
    read("rosa", "/api/records/" + number + "/mails").andExpect(status().isForbidden());
    read("anna", "/api/records/INC-1999-000001/mails").andExpect(status().isNotFound());
  }

  @Test
  void mailsAreListedByState() throws Exception {
    read("marta", "/api/mails?state=waiting&size=1")
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.items", hasSize(1)))
        .andExpect(jsonPath("$.items[0].id").value(mail))
        .andExpect(jsonPath("$.size").value(1));
    read("marta", "/api/mails?state=lost")
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.errors[0].field").value("state"))
        .andExpect(jsonPath("$.errors[0].reason", startsWith("is waiting, sending")));
    read("rosa", "/api/mails")
        .andExpect(status().isForbidden())
        .andExpect(content().contentType("application/problem+json"));
  }

  @Test
  void whatFailedIsSentAgainByThoseWhoMay() throws Exception {
    resend("marta", mail)
        .andExpect(status().isConflict())
        .andExpect(jsonPath("$.detail", startsWith("Mail " + mail + " is waiting")));
    jdbc.sql(
            "update sms.mail set state = 'failed', reason = 'no such user', attempts = 3 where id = :id")
        .param("id", mail)
        .update();
    resend("anna", mail).andExpect(status().isForbidden());
    resend("marta", mail)
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.state").value("waiting"))
        .andExpect(jsonPath("$.attempts").value(0));
    resend("marta", -1).andExpect(status().isNotFound());
    assertThat(
            jdbc.sql(
                    "select note from sms.record_entry where record_number = :n and actor = 'marta'")
                .param("n", number)
                .query(String.class)
                .list())
        .containsExactly("incident-received: once more to rosa");
  }

  private ResultActions read(String person, String path) throws Exception {
    return http.perform(get(path).with(httpBasic(person, "Welcome-20000")));
  }

  private ResultActions resend(String person, long id) throws Exception {
    return http.perform(
        post("/api/mails/" + id + "/resend").with(httpBasic(person, "Welcome-20000")));
  }
}
