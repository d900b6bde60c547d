package org.clauseflow.integration;

import org.springframework.boot.ExitCodeGenerator;

/** An import cannot begin or go on; the message tells the person what to do. */
class ImportStopped extends RuntimeException implements ExitCodeGenerator {

  ImportStopped(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int getExitCode() {
    return 1;
  }
}
