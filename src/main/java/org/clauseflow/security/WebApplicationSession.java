package org.clauseflow.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngines;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.filter.util.CsrfConstants;
import org.clauseflow.record.Refusal;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Pages inside Tasklist and Cockpit ask with the session of whoever is logged in there. A browser
 * adds it to every request, also to one that a page of somebody else made it send: what changes
 * something must carry the session's token as well, which only our own pages can read.
 */
class WebApplicationSession extends OncePerRequestFilter {

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private final EngineUsers users;
  private final HandlerExceptionResolver refusals;

  WebApplicationSession(EngineUsers users, HandlerExceptionResolver refusals) {
    this.users = users;
    this.refusals = refusals;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpSession session = request.getSession(false);
    if (session != null && request.getHeader(HttpHeaders.AUTHORIZATION) == null) {
      Optional<Authentication> person = loggedIn(session);
      if (person.isPresent()
          && !READING.contains(request.getMethod())
          && !carriesToken(request, session)) {
        refusals.resolveException(
            request,
            response,
            null,
            new Refusal(
                Refusal.Reason.NOT_ALLOWED,
                "Without the session's X-XSRF-TOKEN nothing is changed; reload the page"));
        return;
      }
      person.ifPresent(p -> SecurityContextHolder.setContext(new SecurityContextImpl(p)));
    }
    chain.doFilter(request, response);
  }

  private Optional<Authentication> loggedIn(HttpSession session) {
    return Optional.ofNullable(
            AuthenticationUtil.getAuthsFromSession(session)
                .getAuthenticationForProcessEngine(ProcessEngines.NAME_DEFAULT))
        .flatMap(login -> users.stillThere(login.getIdentityId()));
  }

  private static boolean carriesToken(HttpServletRequest request, HttpSession session) {
    Object token = session.getAttribute(CsrfConstants.CSRF_TOKEN_SESSION_ATTR_NAME);
    return token != null && token.equals(request.getHeader(CsrfConstants.CSRF_TOKEN_HEADER_NAME));
  }
}
