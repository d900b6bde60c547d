package org.clauseflow.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clauseflow.engine.InvalidFormException;
import org.clauseflow.record.Refusal;
import org.clauseflow.web.Problem.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Tells every error as a problem (RFC 9457), with the fields that are wrong and why. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  @ExceptionHandler
  ResponseEntity<Object> refused(Refusal refusal, WebRequest request) {
    HttpStatus status =
        switch (refusal.reason()) {
          case UNKNOWN -> HttpStatus.NOT_FOUND;
          case INVALID -> HttpStatus.BAD_REQUEST;
          case NOT_ALLOWED -> HttpStatus.FORBIDDEN;
          case NOT_NOW -> HttpStatus.CONFLICT;
        };
    return refusal.field() == null
        ? answer(refusal, status, refusal.getMessage(), List.of(), request)
        : answer(
            refusal,
            status,
            refusal.field() + " " + refusal.getMessage(),
            List.of(new Fault(refusal.field(), refusal.getMessage())),
            request);
  }

  @ExceptionHandler
  ResponseEntity<Object> unfit(InvalidFormException form, WebRequest request) {
    List<Fault> faults =
        form.fields().stream().map(field -> new Fault(field.field(), field.reason())).toList();
    return answer(form, HttpStatus.BAD_REQUEST, null, faults, request);
  }

  @ExceptionHandler
  ResponseEntity<Object> denied(AccessDeniedException e, WebRequest request) {
    return answer(e, HttpStatus.FORBIDDEN, "None of your roles allows this", List.of(), request);
  }

  @ExceptionHandler
  ResponseEntity<Object> failed(Exception e, WebRequest request) {
    DatabaseFault fault = DatabaseFault.of(e);
    if (fault != null) {
      return answer(e, fault.status(), fault.detail(), List.of(), request);
    }
    log.error("{} failed", request.getDescription(false), e);
    return answer(
        e,
        HttpStatus.INTERNAL_SERVER_ERROR,
        "This should not have happened. Nothing was stored; the log of the application says more.",
        List.of(),
        request);
  }

  @Override
  protected ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return answer(
        e,
        status,
        null,
        e.getBindingResult().getFieldErrors().stream().map(Problems::fault).distinct().toList(),
        request);
  }

  @Override
  protected ResponseEntity<Object> handleHandlerMethodValidationException(
      HandlerMethodValidationException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return answer(
        e,
        status,
        null,
        e.getParameterValidationResults().stream().flatMap(Problems::faults).distinct().toList(),
        request);
  }

  private static Fault fault(FieldError error) {
    return new Fault(
        error.getField(),
        error.isBindingFailure() ? "is not of the expected kind" : error.getDefaultMessage());
  }

  private static Stream<Fault> faults(ParameterValidationResult result) {
    if (result instanceof ParameterErrors body) {
      return body.getFieldErrors().stream().map(Problems::fault);
    }
    RequestHeader header = result.getMethodParameter().getParameterAnnotation(RequestHeader.class);
    String name = header == null ? result.getMethodParameter().getParameterName() : header.name();
    return result.getResolvableErrors().stream()
        .map(error -> new Fault(name, error.getDefaultMessage()));
  }

  @Override
  protected ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    String name =
        e instanceof MethodArgumentTypeMismatchException argument
            ? argument.getName()
            : e.getPropertyName();
    return answer(
        e, status, null, List.of(new Fault(name, "is not of the expected kind")), request);
  }

  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (e.getCause() instanceof UnrecognizedPropertyException unknown) {
      String names =
          unknown.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .sorted()
              .collect(Collectors.joining(", "));
      return answer(
          e,
          status,
          null,
          List.of(new Fault(path(unknown), "is not a field of this; there are " + names)),
          request);
    }
    if (e.getCause() instanceof JsonMappingException wrong && !wrong.getPath().isEmpty()) {
      return answer(
          e, status, null, List.of(new Fault(path(wrong), "is not of the expected kind")), request);
    }
    String where =
        e.getCause() instanceof JsonProcessingException json && json.getLocation() != null
            ? " at line %d, column %d"
                .formatted(json.getLocation().getLineNr(), json.getLocation().getColumnNr())
            : "";
    return answer(
        e,
        status,
        "The body is missing or is not JSON of the expected form" + where,
        List.of(),
        request);
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .collect(Collectors.joining("."))
        .replace(".[", "[");
  }

  /**
   * @param detail null: the errors say it
   */
  private ResponseEntity<Object> answer(
      Exception e, HttpStatusCode status, String detail, List<Fault> errors, WebRequest request) {
    String text =
        detail == null
            ? errors.stream()
                .map(error -> error.field() + " " + error.reason())
                .collect(Collectors.joining("; "))
            : detail;
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, text);
    problem.setType(URI.create("about:blank"));
    if (!errors.isEmpty()) {
      problem.setProperty("errors", errors);
    }
    return handleExceptionInternal(e, problem, new HttpHeaders(), status, request);
  }
}
