package org.clauseflow.web;

import java.sql.SQLException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpStatus;

/**
 * What the caller can do something about, though it showed at the database only; told by the cause,
 * as the engine wraps it in exceptions of its own.
 */
enum DatabaseFault {
  CONFLICT(
      HttpStatus.CONFLICT,
      "Somebody else changed this at the same moment, and was faster. Look at it again, then try once more if need be."),
  UNFIT(
      HttpStatus.BAD_REQUEST,
      "A value is too long for the database, or has a character that it cannot hold.");

  private final HttpStatus status;
  private final String detail;

  DatabaseFault(HttpStatus status, String detail) {
    this.status = status;
    this.detail = detail;
  }

  HttpStatus status() {
    return status;
  }

  String detail() {
    return detail;
  }

  /** Null if it is none of these. */
  static DatabaseFault of(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof ConcurrencyFailureException) {
        return CONFLICT;
      }
      if (e instanceof SQLException sql && sql.getSQLState() != null) {
        // 40: deadlock, serialization; 22: data exceptions
        return sql.getSQLState().startsWith("40")
            ? CONFLICT
            : sql.getSQLState().startsWith("22") ? UNFIT : null;
      }
    }
    return null;
  }
}
