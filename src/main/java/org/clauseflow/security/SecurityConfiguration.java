package org.clauseflow.security;

import org.camunda.bpm.engine.IdentityService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.web.PathPatternRequestMatcherBuilderFactoryBean;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/**
 * Which door is open to whom. What is behind a door is decided by the engine's authorizations and
 * RecordAccess.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

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

  @Bean
  @Order(2)
  SecurityFilterChain rest(HttpSecurity http, EngineUsers users, IdentityService identities)
      throws Exception {
    return stateless(
            http.securityMatcher(
                "/engine-rest/**", "/api/**", "/api-docs/**", "/v3/api-docs/**", "/swagger-ui/**"))
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .authenticationProvider(users)
        .httpBasic(basic -> basic.realmName("Clauseflow"))
        .addFilterAfter(new EngineAuthenticationFilter(identities), AuthorizationFilter.class)
        .build();
  }

  @Bean
  @Order(3)
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
        .httpBasic(basic -> basic.realmName("Clauseflow"))
        .build();
  }

  /**
   * The engine's web applications bring their own log-in and protection against forged requests.
   */
  @Bean
  @Order(4)
  SecurityFilterChain webApplications(HttpSecurity http) throws Exception {
    return http.securityMatcher("/camunda/**", "/", "/favicon.ico", "/error")
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .build();
  }

  @Bean
  @Order(5)
  SecurityFilterChain everythingElse(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(requests -> requests.anyRequest().denyAll()).build();
  }

  /** Every request proves itself anew, so there is no session that a forged one could use. */
  private static HttpSecurity stateless(HttpSecurity http) throws Exception {
    return http.sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable);
  }
}
