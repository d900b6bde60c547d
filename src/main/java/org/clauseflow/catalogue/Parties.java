package org.clauseflow.catalogue;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Customers, suppliers and the provider's own organization. */
@Repository
public class Parties {

  private final JdbcClient jdbc;

  Parties(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public List<Party> customers() {
    return jdbc.sql(
            "select id, kind, name from sms.party where kind = 'customer' and active order by name, id")
        .query(Party.class)
        .list();
  }
}
