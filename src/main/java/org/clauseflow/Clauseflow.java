package org.clauseflow;

import java.util.TimeZone;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** ISO/IEC 20000-1:2011 as running processes. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Clauseflow {

  static {
    // All instants are UTC: the engine keeps java.util.Date in columns without a zone.
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
  }

  public static void main(String[] args) {
    SpringApplication.run(Clauseflow.class, args);
  }
}
