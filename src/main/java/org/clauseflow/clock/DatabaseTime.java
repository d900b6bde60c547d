package org.clauseflow.clock;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The database's time, one for all nodes, for what happens by itself.
 *
 * <p>While an import replays a log, the engine's clock stands in the past, and nothing may happen
 * by the present one: the import holds the advisory lock {@value #IMPORT} exclusively, everybody
 * else shares it for a transaction at a time.
 */
@Component
public class DatabaseTime {

  public static final long IMPORT = 20000;

  private final JdbcClient jdbc;

  DatabaseTime(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Empty while an import runs; otherwise none begins before the end of this transaction. */
  public Optional<Instant> unlessImporting() {
    return jdbc.sql("select now() where pg_try_advisory_xact_lock_shared(:import)")
        .param("import", IMPORT)
        .query(Timestamp.class)
        .optional()
        .map(Timestamp::toInstant);
  }
}
