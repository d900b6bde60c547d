package org.clauseflow.performance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The versions that the engine has of processes. */
@Component
class Versions {

  private record Deployed(String process, Choices.Version version) {}

  private final JdbcClient jdbc;

  Versions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** By key of the process, the latest first. */
  Map<String, List<Choices.Version>> of(Collection<String> processes) {
    return jdbc
        .sql(
            """
            select d.key_, d.version_, d.version_tag_, p.deploy_time_ at time zone 'UTC' as deployed_at
            from act_re_procdef d join act_re_deployment p on p.id_ = d.deployment_id_
            where d.key_ = any(:processes) order by d.key_, d.version_ desc
            """)
        .param("processes", processes.toArray(String[]::new))
        .query(
            (row, n) ->
                new Deployed(
                    row.getString(1),
                    new Choices.Version(
                        row.getInt(2), row.getString(3), row.getTimestamp(4).toInstant())))
        .list()
        .stream()
        .collect(groupingBy(Deployed::process, mapping(Deployed::version, toList())));
  }
}
