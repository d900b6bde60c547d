package org.clauseflow;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;

/**
 * Gives the application its database before any bean is made: the embedded PostgreSQL in DATA_DIR
 * or, with the profile postgres, the one that DB_URL names. Either way the data source itself is
 * Spring Boot's.
 */
class DatabaseInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    ConfigurableEnvironment environment = context.getEnvironment();
    if (environment.acceptsProfiles(Profiles.of("postgres"))) {
      if (environment.getProperty("DB_URL", "").isBlank()) {
        throw new CannotStart(
            "with the profile postgres set DB_URL (such as jdbc:postgresql://localhost:5432/clauseflow), DB_USER and"
                + " DB_PASSWORD");
      }
      return;
    }
    Path directory = Path.of(environment.getProperty("DATA_DIR", "data"));
    EmbeddedDatabase database =
        EmbeddedDatabase.start(
            directory,
            Path.of(
                environment.getProperty(
                    "clauseflow.database.binaries", directory + "/postgres-bin")),
            environment.getProperty("clauseflow.database.port", int.class, 0));
    environment
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "embeddedDatabase",
                Map.of(
                    "spring.datasource.url",
                    database.url(),
                    "spring.datasource.username",
                    "postgres")));
    // Beans are destroyed in the opposite order of their registration: as the first one it goes
    // last.
    var beans = (DefaultListableBeanFactory) context.getBeanFactory();
    beans.registerSingleton("embeddedDatabase", database);
    beans.registerDisposableBean("embeddedDatabase", database::close);
  }
}
