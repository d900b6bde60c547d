package org.clauseflow.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Camunda's web applications ask for some lists without saying how much of them they want, such as
 * all versions of a process. The engine answers nobody without a limit: they get as much as it
 * gives at most.
 */
class WholeLists extends OncePerRequestFilter {

  private static final String LIMIT = "maxResults=";

  private final int most;

  WholeLists(int most) {
    this.most = most;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String query = request.getQueryString();
    if (!request.getRequestURI().contains("/camunda/api/engine/")
        || query != null && query.contains(LIMIT)) {
      chain.doFilter(request, response);
      return;
    }
    String limited = (query == null || query.isEmpty() ? "" : query + "&") + LIMIT + most;
    chain.doFilter(
        new HttpServletRequestWrapper(request) {
          @Override
          public String getQueryString() {
            return limited;
          }
        },
        response);
  }
}
