package org.clauseflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.Map;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.Messages;
import org.clauseflow.resolution.Incidents;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ClauseflowTest
class MessagesApiTest {

  @Autowired private MockMvc http;
  @Autowired private Incidents incidents;
  @Autowired private Messages messages;
  @Autowired private JdbcClient jdbc;
  @Autowired private PlatformTransactionManager transactions;

  private String number;
  private long message;

  @BeforeEach
  void raise() {
    jdbc.sql("update sms.message set outcome = 'nobody listening' where outcome is null").update();
    number =
        incidents.report(
            new Incidents.Report(
                "Raises what nobody starts", "Nothing works", "mail", null, "low", "low"),
            "rosa");
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            transaction ->
                messages.raise(number, "nobody.starts", "caused by", null, Map.of("title", "x")));
    message =
        jdbc.sql("select id from sms.message where from_record = :n")
            .param("n", number)
            .query(Long.class)
            .single();
  }

  @Test
  void whatWaitsIsListedWithItsReason() throws Exception {
    retry("marta", message).andExpect(status().isNoContent());
    http.perform(get("/api/messages?state=waiting&size=1").with(marta()))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.items", hasSize(1)))
        .andExpect(jsonPath("$.items[0].id").value(message))
        .andExpect(jsonPath("$.items[0].from").value(number))
        .andExpect(jsonPath("$.items[0].reason").value("No process starts with nobody.starts yet"))
        .andExpect(jsonPath("$.total").value(1));
    http.perform(get("/api/messages?state=lost").with(marta())).andExpect(status().isBadRequest());
    http.perform(get("/api/messages").with(httpBasic("rosa", "Welcome-20000")))
        .andExpect(status().isForbidden());
  }

  @Test
  void whatFailedIsDeliveredAgainByThoseWhoMay() throws Exception {
    jdbc.sql("update sms.message set outcome = 'failed', attempts = 10 where id = :id")
        .param("id", message)
        .update();
    retry("olga", message).andExpect(status().isForbidden());
    retry("marta", message).andExpect(status().isNoContent());
    assertThat(
            jdbc.sql("select attempts from sms.message where id = :id and outcome is null")
                .param("id", message)
                .query(Integer.class)
                .single())
        .isZero();
    retry("marta", -1)
        .andExpect(status().isNotFound())
        .andExpect(jsonPath("$.detail", containsString("no message -1")));
  }

  private ResultActions retry(String person, long id) throws Exception {
    return http.perform(
        post("/api/messages/" + id + "/retry").with(httpBasic(person, "Welcome-20000")));
  }

  private static org.springframework.test.web.servlet.request.RequestPostProcessor marta() {
    return httpBasic("marta", "Welcome-20000");
  }
}
