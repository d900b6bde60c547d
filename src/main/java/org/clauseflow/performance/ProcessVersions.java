package org.clauseflow.performance;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.clauseflow.conformity.Model;
import org.clauseflow.conformity.ModelsInForce.InForce;
import org.clauseflow.conformity.Outline;
import org.clauseflow.record.Refusal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The versions of processes as they were deployed. Read by SQL: what somebody may see was decided
 * by process before, and not by the engine's rights.
 */
@Component
class ProcessVersions {

  /**
   * @param definition id of the engine's definition
   */
  record Version(String definition, String key, String name, int version, String tag) {}

  private static final String SELECT =
      """
      select d.id_ as definition, d.key_ as key, coalesce(d.name_, d.key_) as name, d.version_ as version,
             d.version_tag_ as tag
      from act_re_procdef d
      """;

  private final JdbcClient jdbc;
  private final Map<String, Version> found = new ConcurrentHashMap<>();
  private final Map<String, Outline> outlines = new ConcurrentHashMap<>();

  ProcessVersions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param version null: the one in force
   */
  Version find(InForce process, Integer version) {
    return version == null
        ? new Version(
            process.definition(),
            process.key(),
            process.name(),
            process.version(),
            process.versionTag())
        : find(process.key(), version);
  }

  Version find(String key, int version) {
    return lookUp(key, version)
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Reason.UNKNOWN, "%s has no version %d".formatted(key, version)));
  }

  Optional<Version> lookUp(String key, int version) {
    Version known = found.get(key + ":" + version);
    if (known == null) {
      known =
          jdbc.sql(SELECT + "where d.key_ = :key and d.version_ = :version")
              .param("key", key)
              .param("version", version)
              .query(Version.class)
              .optional()
              .orElse(null);
      if (known != null) {
        found.put(key + ":" + version, known);
      }
    }
    return Optional.ofNullable(known);
  }

  Model model(Version version) {
    byte[] content =
        jdbc.sql(
                """
                select b.bytes_ from act_re_procdef d
                join act_ge_bytearray b on b.deployment_id_ = d.deployment_id_ and b.name_ = d.resource_name_
                where d.id_ = :definition
                """)
            .param("definition", version.definition())
            .query((row, n) -> row.getBytes(1))
            .single();
    try {
      return Model.read(content);
    } catch (Model.Unreadable e) {
      throw new IllegalStateException(
          version.definition() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** A definition never changes. */
  Outline outline(Version version) {
    return outlines.computeIfAbsent(version.definition(), definition -> Outline.of(model(version)));
  }
}
