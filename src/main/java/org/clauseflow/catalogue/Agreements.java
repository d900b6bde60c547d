package org.clauseflow.catalogue;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Service level agreements with customers; a change is seen within two seconds. */
@Repository
public class Agreements {

  private record Question(String service, String customer, LocalDate day) {}

  private final JdbcClient jdbc;
  private final Recent<Question, Optional<Agreement>> recent = new Recent<>(Duration.ofSeconds(2));

  Agreements(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The agreement that holds for a service and a customer (either may be null) on a day: the one
   * for both, else the service's, else the customer's, else the general one.
   */
  public Optional<Agreement> find(String service, String customer, LocalDate day) {
    return recent.get(new Question(service, customer, day), this::find);
  }

  private Optional<Agreement> find(Question question) {
    return jdbc.sql(
            """
            select id, name, hours_id, service_level from sms.agreement
            where kind = 'SLA'
              and (service_id is null or service_id = :service::text)
              and (customer_id is null or customer_id = :customer::text)
              and :day between valid_from and coalesce(valid_until, 'infinity')
            order by service_id is not null desc, customer_id is not null desc, valid_from desc, id
            limit 1
            """)
        .param("service", question.service)
        .param("customer", question.customer)
        .param("day", question.day)
        .query(Agreement.class)
        .optional();
  }
}
