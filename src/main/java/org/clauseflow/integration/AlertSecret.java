package org.clauseflow.integration;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Lets in only who knows the secret, before anything of the body is read. */
@Component
class AlertSecret implements HandlerInterceptor, WebMvcConfigurer {

  private static final String SCHEME = "Bearer ";

  private final AlertSettings settings;

  AlertSecret(AlertSettings settings) {
    this.settings = settings;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/api/alerts/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (settings.secret() == null || settings.secret().isBlank()) {
      throw problem(
          HttpStatus.FORBIDDEN,
          "Alerts are not taken, as no secret is set: set clauseflow.alerts.secret (environment: CLAUSEFLOW_ALERTS_SECRET)"
              + " here, and the same as bearer token in the monitoring system");
    }
    String given = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (given == null || !same(given, SCHEME + settings.secret())) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"alerts\"");
      throw problem(
          HttpStatus.UNAUTHORIZED,
          "The bearer token is missing or is not the secret that is set here");
    }
    return true;
  }

  /** Takes as long for a guess that is nearly right as for any other. */
  private static boolean same(String given, String expected) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
  }

  private static ErrorResponseException problem(HttpStatus status, String detail) {
    return new ErrorResponseException(
        status, ProblemDetail.forStatusAndDetail(status, detail), null);
  }
}
