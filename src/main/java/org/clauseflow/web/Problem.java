package org.clauseflow.web;

import java.util.List;

/** How every error is told (RFC 9457), for the description of the API. */
record Problem(
    String type, String title, int status, String detail, String instance, List<Fault> errors) {

  /** A field, parameter or header, and what is wrong with it. */
  record Fault(String field, String reason) {}
}
