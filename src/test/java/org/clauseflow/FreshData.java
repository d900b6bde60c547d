package org.clauseflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.FileSystemUtils;

/** Gives each test context an empty data directory of its own. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public class FreshData implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final AtomicInteger CONTEXTS = new AtomicInteger();

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    TestPropertyValues.of("DATA_DIR=" + next()).applyTo(context);
  }

  /** An empty directory; what an earlier run left there is stopped and deleted. */
  public static Path next() {
    Path directory = Path.of("target", "data", String.valueOf(CONTEXTS.incrementAndGet()));
    try {
      EmbeddedDatabase.stopOrphan(directory, Path.of("target", "postgres-bin"));
      FileSystemUtils.deleteRecursively(directory);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
