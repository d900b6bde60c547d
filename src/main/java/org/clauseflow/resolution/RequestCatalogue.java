package org.clauseflow.resolution;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What can be requested: the processes that declare themselves an item of the catalogue. */
@Repository
public class RequestCatalogue {

  /**
   * @param id also the id of the process that fulfils it
   * @param description what one gets
   * @param form id of the form that asks for the details
   * @param service the service it belongs to, null for none or one that the form asks for
   * @param retired can no longer be requested
   */
  public record Item(
      String id, String name, String description, String form, String service, boolean retired) {}

  private static final String SELECT =
      """
      select i.id, i.name, i.description, i.form, i.retired, s.id as service
      from sms.request_item i left join sms.service s on s.id = i.service_id and s.status = 'live'
      """;

  private final JdbcClient jdbc;

  RequestCatalogue(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public Optional<Item> find(String id) {
    return jdbc.sql(SELECT + "where i.id = :id").param("id", id).query(Item.class).optional();
  }

  /** What is offered, by name. */
  public List<Item> offered() {
    return jdbc.sql(SELECT + "where not i.retired order by i.name, i.id").query(Item.class).list();
  }
}
