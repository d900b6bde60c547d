package org.clauseflow.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * While the database is away every request is answered with 503 and when to try again. Around
 * everything: a log-in throws, Spring MVC resolves, and the engine's REST and web applications
 * write 500 themselves.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class OutageFilter extends OncePerRequestFilter implements HandlerExceptionResolver {

  private static final byte[] BODY =
      """
      {"title":"Service Unavailable","status":503,"detail":"The database is not available, please try again"}"""
          .getBytes(StandardCharsets.UTF_8);

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    GuardedResponse guarded = new GuardedResponse(request, response);
    try {
      chain.doFilter(request, guarded);
    } catch (ServletException | IOException | RuntimeException e) {
      if (!Outage.causes(e) || response.isCommitted()) {
        throw e;
      }
      guarded.unavailable();
    }
  }

  /** Comes before the resolvers that would make another answer of it. */
  @Override
  public ModelAndView resolveException(
      HttpServletRequest request, HttpServletResponse response, Object handler, Exception failure) {
    if (!Outage.causes(failure) || response.isCommitted()) {
      return null;
    }
    request.setAttribute(Outage.MARK, true);
    response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    return new ModelAndView();
  }

  /** Turns the 5xx of a marked request into ours, and drops what else is written to it. */
  private static final class GuardedResponse extends HttpServletResponseWrapper {

    private final HttpServletRequest request;
    private boolean answered;

    GuardedResponse(HttpServletRequest request, HttpServletResponse response) {
      super(response);
      this.request = request;
    }

    void unavailable() throws IOException {
      answered = true;
      reset();
      super.setStatus(SC_SERVICE_UNAVAILABLE);
      setHeader(HttpHeaders.RETRY_AFTER, "5");
      setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      setContentLength(BODY.length);
      super.getOutputStream().write(BODY);
      flushBuffer();
    }

    @Override
    public void setStatus(int status) {
      if (!takenOver(status)) {
        super.setStatus(status);
      }
    }

    @Override
    public void sendError(int status) throws IOException {
      if (!takenOver(status)) {
        super.sendError(status);
      }
    }

    @Override
    public void sendError(int status, String message) throws IOException {
      if (!takenOver(status)) {
        super.sendError(status, message);
      }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
      return answered ? new Nowhere() : super.getOutputStream();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
      return answered ? new PrintWriter(Writer.nullWriter()) : super.getWriter();
    }

    private boolean takenOver(int status) {
      if (!answered
          && status >= 500
          && request.getAttribute(Outage.MARK) != null
          && !isCommitted()) {
        try {
          unavailable();
        } catch (IOException e) {
          // the caller has gone: there is nobody to tell
        }
      }
      return answered;
    }
  }

  private static final class Nowhere extends ServletOutputStream {

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new IllegalStateException("The answer is complete");
    }

    @Override
    public void write(int b) {}
  }
}
