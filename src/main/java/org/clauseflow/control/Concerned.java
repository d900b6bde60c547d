package org.clauseflow.control;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.clauseflow.cmdb.Impact;
import org.clauseflow.cmdb.Impact.Effect;
import org.clauseflow.cmdb.ImpactAnalysis;
import org.clauseflow.record.ServiceRecord;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whom a request for change concerns: the services that it may take away, and who uses them. */
@Component
class Concerned {

  /**
   * @param services ids: the service that is changed, and those that stand still without its items
   * @param customers ids of the customers who use them
   * @param criticality the highest service level that is agreed for them
   * @param impact in words
   */
  record Parties(
      List<String> services, List<String> customers, String criticality, String impact) {}

  private record Use(String id, String name, String level) {}

  private static final List<String> LEVELS = List.of("gold", "standard", "basic");

  /** Those whose agreement names a service; where none does, those with one on all services. */
  private static final String USES =
      """
      with agreed as (
        select s.id as service, a.customer_id, a.service_id is not null as named, a.service_level
        from unnest(:services::text[]) s (id)
        join sms.agreement a on a.kind = 'SLA' and a.customer_id is not null and (a.service_id = s.id or a.service_id is null)
        where :today::date between a.valid_from and coalesce(a.valid_until, 'infinity')
      )
      select distinct p.id, p.name, a.service_level as level from agreed a join sms.party p on p.id = a.customer_id
      where p.active and (a.named or not exists (select from agreed n where n.service = a.service and n.named))
      order by p.name, p.id
      """;

  private final ImpactAnalysis analysis;
  private final JdbcClient jdbc;
  private final Clock clock;

  Concerned(ImpactAnalysis analysis, JdbcClient jdbc, Clock clock) {
    this.analysis = analysis;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  Parties by(ServiceRecord change) {
    Map<String, String> services = new LinkedHashMap<>();
    List<String> effects = new ArrayList<>();
    if (change.service() != null) {
      services.put(change.service(), null);
    }
    if (change.data().get("configurationItems") instanceof List<?> items && !items.isEmpty()) {
      Impact impact = analysis.of(items.stream().map(String::valueOf).toList());
      for (Impact.TouchedService service : impact.services()) {
        effects.add(
            service.name() + (service.effect() == Effect.OUTAGE ? " (outage)" : " (degraded)"));
        if (service.effect() == Effect.OUTAGE) {
          services.put(service.id(), service.name());
        }
      }
    }
    List<Use> uses =
        jdbc.sql(USES)
            .param("services", services.keySet().toArray(String[]::new))
            .param("today", Timestamp.from(clock.instant()))
            .query(Use.class)
            .list();
    Set<String> customers =
        uses.stream().map(Use::id).collect(Collectors.toCollection(LinkedHashSet::new));
    Set<String> names =
        uses.stream().map(Use::name).collect(Collectors.toCollection(LinkedHashSet::new));
    return new Parties(
        List.copyOf(services.keySet()),
        List.copyOf(customers),
        LEVELS.stream()
            .filter(level -> uses.stream().anyMatch(use -> level.equals(use.level())))
            .findFirst()
            .orElse("basic"),
        "While it is carried out, or if it fails: "
            + (effects.isEmpty() ? "no service is known to be touched" : String.join(", ", effects))
            + ". Customers concerned: "
            + (names.isEmpty() ? "none" : String.join(", ", names))
            + ".");
  }
}
