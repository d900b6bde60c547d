package org.clauseflow.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.clauseflow.conformity.DeploymentAttempt;
import org.clauseflow.conformity.DeploymentAttempts;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The engine reads a deployment into memory whole before anybody can look at it. What is far larger
 * than any model ends here, in the words of the engine's REST, which the Modeler shows.
 */
@Component
class LargeDeployments extends OncePerRequestFilter {

  private static final int LARGEST = 10_000_000;

  /** Who is cut off while still sending does not read the answer. */
  private static final long PATIENCE = 200_000_000;

  private static final String MESSAGE =
      "Not deployed, nothing was changed: a deployment has at most %d MB, and a model of 2 MB is a large one. Take out of"
              .formatted(LARGEST / 1_000_000)
          + " the deployment what does not belong to it.";

  /** A filter is made as the web server starts, before it is known whether there is a database. */
  private final ObjectProvider<DeploymentAttempts> attempts;

  private final ObjectMapper json;
  private final Clock clock;

  LargeDeployments(ObjectProvider<DeploymentAttempts> attempts, ObjectMapper json, Clock clock) {
    this.attempts = attempts;
    this.json = json;
    this.clock = clock;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getRequestURI().endsWith("/deployment/create")
        || !request.getMethod().equals("POST");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
    if (body.length <= LARGEST) {
      chain.doFilter(new Read(request, body), response);
      return;
    }
    long size = body.length + drain(request.getInputStream());
    var person = SecurityContextHolder.getContext().getAuthentication();
    attempts
        .getObject()
        .refused(
            new DeploymentAttempt(
                clock.instant(),
                person == null ? null : person.getName(),
                null,
                List.of(new DeploymentAttempt.File("(unread)", "", size)),
                "refused",
                MESSAGE,
                null));
    response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    json.writeValue(
        response.getOutputStream(), Map.of("type", "InvalidRequestException", "message", MESSAGE));
  }

  private static long drain(InputStream rest) throws IOException {
    byte[] buffer = new byte[65_536];
    long size = 0;
    for (int read; size < PATIENCE && (read = rest.read(buffer)) >= 0; ) {
      size += read;
    }
    return size;
  }

  /** The request with its body, which can be read only once. */
  private static final class Read extends HttpServletRequestWrapper {

    private final ByteArrayInputStream body;

    Read(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = new ByteArrayInputStream(body);
    }

    @Override
    public ServletInputStream getInputStream() {
      return new ServletInputStream() {
        @Override
        public int read() {
          return body.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
          return body.read(into, offset, length);
        }

        @Override
        public boolean isFinished() {
          return body.available() == 0;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
          throw new UnsupportedOperationException("read as a whole");
        }
      };
    }
  }
}
