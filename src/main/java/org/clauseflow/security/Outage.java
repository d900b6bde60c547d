package org.clauseflow.security;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Tells whether something failed only because the database is away, so that trying again later will
 * do.
 */
public final class Outage {

  static final String MARK = Outage.class.getName();

  private Outage() {}

  /**
   * Marks the current request, if there is one: its answer will be 503, whoever turns the failure
   * into an answer.
   */
  public static void note(Throwable failure) {
    RequestAttributes request = RequestContextHolder.getRequestAttributes();
    if (request != null && causes(failure)) {
      request.setAttribute(MARK, true, RequestAttributes.SCOPE_REQUEST);
    }
  }

  static boolean causes(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CannotGetJdbcConnectionException
          || cause instanceof SQLTransientConnectionException
          || cause instanceof SQLException sql && away(sql.getSQLState())
          // a roll-back that fails hides what it was for
          || cause instanceof TransactionSystemException roll
              && causes(roll.getApplicationException())) {
        return true;
      }
    }
    return false;
  }

  /** Connection exceptions; shut down, crashed or still starting; no connection left. */
  private static boolean away(String state) {
    return state != null && (state.startsWith("08") || state.matches("57P0[123]|53300"));
  }
}
