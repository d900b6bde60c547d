package org.clauseflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor.Version;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Spring Boot 3.5 and Camunda 7.24 get no free fixes any more, so the pom pins newer libraries
 * below them. This test holds what is really on the class path against the least version that may
 * be there; a pin that got lost, or was overruled, fails here and not with a customer.
 */
class DependencyPinsTest {

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          org.apache.catalina.startup.Tomcat           | 10.1.61 | CVE-2026-55956 and CVE-2026-55276, access rules not applied: fixed in 10.1.56
          com.fasterxml.jackson.core.JsonFactory       | 2.21.8  | CVE-2026-68494 and CVE-2026-68498, limits of the parser evaded: fixed by 2.21.6
          com.fasterxml.jackson.databind.ObjectMapper  | 2.21.8  | CVE-2026-68497 and CVE-2026-54513, denial of service and checks evaded: fixed by 2.21.6
          ch.qos.logback.core.Context                  | 1.5.38  | CVE-2026-13006, code in a configuration's conditions: fixed in 1.5.37
          ch.qos.logback.classic.Logger                | 1.5.38  | goes with logback-core
          org.apache.commons.lang3.StringUtils         | 3.22.0  | CVE-2025-48924, endless recursion: fixed in 3.18.0
          org.postgresql.Driver                        | 42.7.14 | CVE-2026-54291, channel binding silently given up: fixed in 42.7.12
          org.apache.ibatis.session.Configuration      | 3.5.19  | last of the line, with a newer OGNL than Camunda brings
          """)
  void isNotOlderThanItsPin(String type, String least, String why) throws ClassNotFoundException {
    Class<?> loaded = Class.forName(type);
    String version = loaded.getPackage().getImplementationVersion();

    assertThat(version).as("version in the manifest of " + type + "'s jar").isNotBlank();
    assertThat(Version.parse(version))
        .as("%s comes in version %s; at least %s is needed: %s", type, version, least, why)
        .isGreaterThanOrEqualTo(Version.parse(least));
  }
}
