package org.clauseflow.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Camunda hands the nonce of a page's content security policy from its header to its scripts by an
 * attribute of the servlet context, which all requests share: where two come at once, the browser
 * refuses the scripts of one, and its page stays empty. Here each request has that attribute for
 * itself.
 */
class OwnNonces extends OncePerRequestFilter {

  private static final String NONCE = "org.camunda.bpm.csp.nonce";

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    ServletContext own = withOwnNonce(request);
    chain.doFilter(
        new HttpServletRequestWrapper(request) {
          @Override
          public ServletContext getServletContext() {
            return own;
          }
        },
        response);
  }

  private static ServletContext withOwnNonce(HttpServletRequest request) {
    ServletContext shared = request.getServletContext();
    return (ServletContext)
        Proxy.newProxyInstance(
            OwnNonces.class.getClassLoader(),
            new Class<?>[] {ServletContext.class},
            (proxy, method, arguments) -> {
              if (arguments != null && NONCE.equals(arguments[0])) {
                switch (method.getName()) {
                  case "getAttribute":
                    return request.getAttribute(NONCE);
                  case "setAttribute":
                    request.setAttribute(NONCE, arguments[1]);
                    return null;
                  default:
                }
              }
              try {
                return method.invoke(shared, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
