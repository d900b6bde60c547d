package org.clauseflow.security;

import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.stereotype.Component;

/**
 * Log-in with the engine's own users; authorities are the ids of their groups, which are their
 * roles.
 */
@Component
class EngineUsers implements AuthenticationProvider {

  private final IdentityService identities;

  EngineUsers(IdentityService identities) {
    this.identities = identities;
  }

  @Override
  public Authentication authenticate(Authentication attempt) {
    String user = attempt.getName();
    Object password = attempt.getCredentials();
    if (user.isBlank()
        || password == null
        || !identities.checkPassword(user, password.toString())) {
      throw new BadCredentialsException("Unknown user or wrong password");
    }
    return withRoles(user);
  }

  /** Somebody who logged in earlier, with the roles of now; nobody, if the user is gone. */
  Optional<Authentication> stillThere(String user) {
    return identities.createUserQuery().userId(user).count() == 0
        ? Optional.empty()
        : Optional.of(withRoles(user));
  }

  private Authentication withRoles(String user) {
    List<SimpleGrantedAuthority> roles =
        identities.createGroupQuery().groupMember(user).unlimitedList().stream()
            .map(group -> new SimpleGrantedAuthority(group.getId()))
            .toList();
    return UsernamePasswordAuthenticationToken.authenticated(user, null, roles);
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
  }
}
