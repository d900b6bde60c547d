package org.clauseflow.security;

import jakarta.servlet.http.HttpServletResponse;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.web.PathPatternRequestMatcherBuilderFactoryBean;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationEntryPoint;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Which door is open to whom. What is behind a door is decided by the engine's authorizations and
 * RecordAccess.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  private static final String REALM = "Clauseflow";

  /**
   * The engine's REST and web applications are servlets beside Spring's. Without this bean a
   * pattern is compared with the path after the servlet's own, and "/engine-rest/**" never matches:
   * the door would stand open.
   */
  @Bean
  static PathPatternRequestMatcherBuilderFactoryBean requestMatchers() {
    return new PathPatternRequestMatcherBuilderFactoryBean();
  }

  /**
   * The caller is a system that cannot log in: a monitoring system and a deployment pipeline prove
   * themselves by the shared secret that the controller checks, a calendar by the secret in the
   * address.
   */
  @Bean
  @Order(1)
  SecurityFilterChain webhooks(HttpSecurity http) throws Exception {
    return stateless(http.securityMatcher("/api/alerts/**", "/api/deployments/**", "/calendar/**"))
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .build();
  }

  /** Programs log in with each call; pages inside Tasklist and Cockpit have a session. */
  @Bean
  @Order(2)
  SecurityFilterChain api(
      HttpSecurity http,
      EngineUsers users,
      IdentityService identities,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver refusals)
      throws Exception {
    return withLogIn(http.securityMatcher("/api/**"), users, identities)
        .addFilterBefore(
            new WebApplicationSession(users, refusals), BasicAuthenticationFilter.class)
        // the session is not ours: a new id at each call would log its owner out
        .sessionManagement(session -> session.sessionFixation(fixation -> fixation.none()))
        .exceptionHandling(errors -> errors.authenticationEntryPoint(logIn()))
        .build();
  }

  @Bean
  @Order(3)
  SecurityFilterChain engineRest(HttpSecurity http, EngineUsers users, IdentityService identities)
      throws Exception {
    return withLogIn(
            http.securityMatcher(
                "/engine-rest/**", "/api-docs/**", "/v3/api-docs/**", "/swagger-ui/**"),
            users,
            identities)
        .build();
  }

  @Bean
  @Order(4)
  SecurityFilterChain actuator(HttpSecurity http, EngineUsers users) throws Exception {
    return stateless(http.securityMatcher("/actuator/**"))
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers("/actuator/health/**")
                    .permitAll()
                    .requestMatchers("/actuator/prometheus")
                    .hasAnyAuthority("camunda-admin", "monitoring")
                    .anyRequest()
                    .hasAuthority("camunda-admin"))
        .authenticationProvider(users)
        .httpBasic(basic -> basic.realmName(REALM))
        .build();
  }

  /**
   * A record's address in mails: it knows who is logged in, and leads everybody else to the log-in.
   */
  @Bean
  @Order(5)
  SecurityFilterChain recordAddresses(
      HttpSecurity http,
      EngineUsers users,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver refusals)
      throws Exception {
    return stateless(http.securityMatcher("/records/**"))
        .addFilterBefore(
            new WebApplicationSession(users, refusals), BasicAuthenticationFilter.class)
        .sessionManagement(session -> session.sessionFixation(fixation -> fixation.none()))
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .authenticationProvider(users)
        .httpBasic(basic -> basic.realmName(REALM))
        .build();
  }

  /**
   * The engine's web applications bring their own log-in and protection against forged requests;
   * what draws the pictures in them is the same for everybody.
   */
  @Bean
  @Order(6)
  SecurityFilterChain webApplications(
      HttpSecurity http,
      @Value("${camunda.bpm.generic-properties.properties.queryMaxResultsLimit}") int most)
      throws Exception {
    return http.securityMatcher(
            "/camunda/**", "/webjars/chart.js/**", "/", "/favicon.ico", "/error")
        .addFilterAfter(new WholeLists(most), AuthorizationFilter.class)
        .addFilterAfter(new OwnNonces(), AuthorizationFilter.class)
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .build();
  }

  @Bean
  @Order(7)
  SecurityFilterChain everythingElse(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(requests -> requests.anyRequest().denyAll()).build();
  }

  private static HttpSecurity withLogIn(
      HttpSecurity http, EngineUsers users, IdentityService identities) throws Exception {
    return stateless(http)
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .authenticationProvider(users)
        .httpBasic(basic -> basic.realmName(REALM))
        .addFilterAfter(new EngineAuthenticationFilter(identities), AuthorizationFilter.class);
  }

  /**
   * A page whose session has ended says so itself; the browser's own window, which the challenge
   * opens, would log in somebody whom the page does not know.
   */
  private static AuthenticationEntryPoint logIn() {
    BasicAuthenticationEntryPoint challenge = new BasicAuthenticationEntryPoint();
    challenge.setRealmName(REALM);
    return (request, response, failure) -> {
      if (request.getRequestedSessionId() != null
          || "XMLHttpRequest".equals(request.getHeader("X-Requested-With"))) {
        response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
      } else {
        challenge.commence(request, response, failure);
      }
    };
  }

  /**
   * No session is made. Every request proves itself anew, so a forged one has nothing to use; what
   * the session of a web application may be used for, WebApplicationSession watches over.
   */
  private static HttpSecurity stateless(HttpSecurity http) throws Exception {
    return http.sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable);
  }
}
