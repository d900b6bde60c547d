package org.clauseflow.catalogue;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The service catalogue. */
@Repository
public class Services {

  private final JdbcClient jdbc;

  Services(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What is in operation, by name. */
  public List<Service> live() {
    return jdbc.sql("select id, name from sms.service where status = 'live' order by name, id")
        .query(Service.class)
        .list();
  }
}
