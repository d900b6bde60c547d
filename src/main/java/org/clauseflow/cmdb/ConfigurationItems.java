package org.clauseflow.cmdb;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The configuration items and how they stand to one another. */
@Repository
public class ConfigurationItems {

  private final JdbcClient jdbc;

  ConfigurationItems(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What a service is made of: the items of its components and all that these run on, depend on or
   * connect to.
   */
  public List<ConfigurationItem> ofService(String service) {
    return jdbc.sql(
            """
            with recursive reached as (
              select ci.id from sms.ci join sms.service_component c on c.id = ci.component_id
              where c.service_id = :service
              union
              select r.to_ci from reached join sms.ci_relation r on r.from_ci = reached.id
            )
            select ci.id, ci.name, t.name as type, ci.status
            from reached join sms.ci on ci.id = reached.id join sms.ci_type t on t.id = ci.type_id
            where ci.status <> 'retired'
            order by ci.name, ci.id
            """)
        .param("service", service)
        .query(ConfigurationItem.class)
        .list();
  }
}
