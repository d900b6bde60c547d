package org.clauseflow.work;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** By what a worklist can be filtered. */
@Repository
public class WorkChoices {

  public record Choice(String id, String name) {}

  public record Choices(List<Choice> processes, List<Choice> services, List<String> priorities) {}

  private final JdbcClient jdbc;

  WorkChoices(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Processes and services by name, priorities from the highest. */
  public Choices all() {
    return new Choices(
        choices(
            """
            select distinct on (key_) key_ as id, coalesce(name_, key_) as name from act_re_procdef
            order by key_, version_ desc
            """),
        choices("select id, name from sms.service where status = 'live'"),
        Priorities.ALL);
  }

  private List<Choice> choices(String of) {
    return jdbc.sql("select id, name from (%s) c order by name, id".formatted(of))
        .query(Choice.class)
        .list();
  }
}
