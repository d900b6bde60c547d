package org.clauseflow.security;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says where to go and, on the demonstration's database, who can log in. */
@Component
class Welcome {

  private static final Logger LOG = LoggerFactory.getLogger(Welcome.class);

  private final JdbcClient jdbc;
  private final String knownPassword;

  Welcome(JdbcClient jdbc, @Value("${clauseflow.demonstration.password:}") String knownPassword) {
    this.jdbc = jdbc;
    this.knownPassword = knownPassword;
  }

  @EventListener
  void ready(ApplicationReadyEvent event) {
    String port = event.getApplicationContext().getEnvironment().getProperty("local.server.port");
    if (port == null || port.equals("-1")) {
      return;
    }
    StringBuilder text =
        new StringBuilder("Clauseflow is ready: http://localhost:%s/camunda/app/".formatted(port));
    if (!knownPassword.isEmpty()) {
      text.append("\n\n  user         name                 password        roles\n");
      people().forEach(text::append);
    }
    LOG.info("{}", text);
  }

  private List<String> people() {
    return jdbc.sql(
            """
            select p.id, p.name, string_agg(r.role_id, ', ' order by r.role_id) as roles
            from sms.person p join sms.person_role r on r.person_id = p.id
            where p.active
            group by p.id
            order by bool_or(r.role_id = 'customer'), p.id
            """)
        .query(
            (rs, row) ->
                "  %-12s %-20s %-15s %s%n"
                    .formatted(rs.getString(1), rs.getString(2), knownPassword, rs.getString(3)))
        .list();
  }
}
