package org.clauseflow;

import java.util.Set;
import java.util.TimeZone;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;

/** ISO/IEC 20000-1:2011 as running processes. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Clauseflow {

  /** What is done instead of serving: each is a profile, whose runner does it and ends. */
  private static final Set<String> COMMANDS = Set.of("import", "cmdb-import");

  static {
    // All instants are UTC: the engine keeps java.util.Date in columns without a zone.
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
  }

  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(Clauseflow.class);
    boolean imports = args.length > 0 && COMMANDS.contains(args[0]);
    if (imports) {
      application.setAdditionalProfiles(args[0]);
    }
    ConfigurableApplicationContext context = application.run(args);
    if (imports) {
      System.exit(SpringApplication.exit(context));
    }
  }
}
