package org.clauseflow;

import org.springframework.boot.ExitCodeGenerator;

/**
 * The application refuses to start; the message is one line that tells the person what to do about
 * it.
 */
public class CannotStart extends RuntimeException implements ExitCodeGenerator {

  public CannotStart(String message) {
    super(message);
  }

  public CannotStart(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int getExitCode() {
    return 1;
  }
}
