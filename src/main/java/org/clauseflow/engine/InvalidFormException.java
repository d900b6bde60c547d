package org.clauseflow.engine;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.rest.exception.RestException;

/**
 * Submitted values do not fit their form; nothing of them is stored.
 *
 * <p>A {@link RestException}, since it is the one kind that every door of the engine's REST API,
 * Tasklist's included, answers with the status that it carries; what the engine itself throws for a
 * bad request becomes a 500 there.
 */
public class InvalidFormException extends RestException {

  private final transient List<FieldError> fields;

  public InvalidFormException(List<FieldError> fields) {
    super(
        Response.Status.BAD_REQUEST,
        fields.stream().map(FieldError::toString).collect(Collectors.joining("; ")));
    this.fields = List.copyOf(fields);
  }

  public List<FieldError> fields() {
    return fields;
  }
}
