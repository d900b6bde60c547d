package org.clauseflow.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Errors that no controller has seen, such as a log-in that failed, are problems too. */
@RestController
class OtherErrors implements ErrorController {

  @RequestMapping("/error")
  ResponseEntity<ProblemDetail> error(HttpServletRequest request) {
    Integer code = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    HttpStatusCode status =
        HttpStatusCode.valueOf(code == null ? HttpStatus.NOT_FOUND.value() : code);
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            status,
            switch (status.value()) {
              case 401 -> "Log in with your name and password";
              case 403 -> "None of your roles allows this";
              case 404 -> "There is nothing here";
              default -> null;
            });
    return ResponseEntity.of(problem).build();
  }
}
