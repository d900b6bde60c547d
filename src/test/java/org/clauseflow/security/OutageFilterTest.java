package org.clauseflow.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

class OutageFilterTest {

  private final OutageFilter filter = new OutageFilter();

  @RestController
  static class Controller {
    @GetMapping("/away")
    String away() {
      throw new CannotGetJdbcConnectionException(
          "no", new SQLTransientConnectionException("timed out"));
    }
  }

  /** What a controller advice that answers everything would make of it. */
  @RestControllerAdvice
  static class Advice {
    @ExceptionHandler
    String any(Exception e) {
      return "swallowed";
    }
  }

  @Test
  void springMvcDoesNotSwallowAnOutage() throws Exception {
    MockMvc mvc =
        MockMvcBuilders.standaloneSetup(new Controller())
            .setHandlerExceptionResolvers(filter)
            .setControllerAdvice(new Advice())
            .addFilters(filter)
            .build();
    mvc.perform(get("/away"))
        .andExpect(status().isServiceUnavailable())
        .andExpect(header().string("Retry-After", "5"))
        .andExpect(content().contentType("application/problem+json"))
        .andExpect(
            content()
                .string(org.hamcrest.Matchers.containsString("The database is not available")));
  }

  @Test
  void anOutageIsToldFromOtherFailures() {
    assertThat(Outage.causes(new RuntimeException(new SQLException("gone", "08006")))).isTrue();
    assertThat(Outage.causes(new RuntimeException(new SQLException("shut down", "57P01"))))
        .isTrue();
    assertThat(Outage.causes(new SQLException("cancelled", "57014"))).isFalse();
    assertThat(
            Outage.causes(
                new DataIntegrityViolationException("no", new SQLException("dup", "23505"))))
        .isFalse();
    TransactionSystemException rollback =
        new TransactionSystemException("no roll-back", new SQLException("closed"));
    assertThat(Outage.causes(rollback)).isFalse();
    rollback.initApplicationException(new RuntimeException(new SQLException("gone", "08006")));
    assertThat(Outage.causes(rollback)).isTrue();
  }
}
