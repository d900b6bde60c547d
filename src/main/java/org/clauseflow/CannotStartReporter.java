package org.clauseflow;

import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * One line instead of a stack trace where the person who starts the application can do something
 * about it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class CannotStartReporter implements SpringBootExceptionReporter {

  private static final Logger LOG = LoggerFactory.getLogger(Clauseflow.class);

  @Override
  public boolean reportException(Throwable failure) {
    String reason = reason(failure);
    if (reason == null) {
      return false;
    }
    LOG.error("Clauseflow does not start: {}", reason);
    LOG.debug("The cause", failure);
    return true;
  }

  private static String reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CannotStart) {
        return cause.getMessage();
      }
      if (cause instanceof SQLException sql && noDatabase(sql.getSQLState())) {
        return "no connection to the database, check DB_URL, DB_USER and DB_PASSWORD: "
            + sql.getMessage().replaceAll("\\s+", " ");
      }
    }
    return null;
  }

  /** Connection exception, invalid authorization, or no database of that name. */
  private static boolean noDatabase(String state) {
    return state != null
        && (state.startsWith("08") || state.startsWith("28") || state.startsWith("3D"));
  }
}
