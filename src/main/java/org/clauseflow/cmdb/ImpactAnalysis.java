package org.clauseflow.cmdb;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.clauseflow.cmdb.Impact.Effect;
import org.clauseflow.cmdb.Impact.Item;
import org.clauseflow.cmdb.Impact.Touched;
import org.clauseflow.cmdb.Impact.TouchedCustomer;
import org.clauseflow.cmdb.Impact.TouchedService;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Which services, customers and items would be touched if items were lost, and what these stand on.
 *
 * <p>Goes outwards step by step, a statement each, so that the nearest come first and a step costs
 * what lies on it. Whoever needs what is lost is lost; where several stand in for one another, it
 * is degraded until fewer are left than it needs. An item's effect only ever gets worse, so cycles
 * end.
 */
@Service
public class ImpactAnalysis {

  /** How far a question goes, and how many items an answer lists, unless it says otherwise. */
  public static final int DEPTH = 8;

  public static final int MOST = 200;

  /** Who needs the items of a step. Only what is in use stands in for others. */
  private static final String WHO_NEEDS =
      """
      select r.from_ci as needs, r.to_ci as lost, g.redundancy, coalesce(r.needed, 1) as needed, t.status = 'in use' as counts,
             case when g.redundancy is not null then (
               select count(*) from sms.ci_relation o
               join sms.ci_relation_kind k on k.id = o.kind join sms.ci i on i.id = o.to_ci
               where o.from_ci = r.from_ci and i.status = 'in use'
                 and coalesce(o.redundancy, case when k.alternatives then o.kind end) = g.redundancy) end as members
      from sms.ci_relation r
      join sms.ci_relation_kind k on k.id = r.kind
      join sms.ci f on f.id = r.from_ci and f.status <> 'retired'
      join sms.ci t on t.id = r.to_ci,
      lateral (select coalesce(r.redundancy, case when k.alternatives then r.kind end) as redundancy) g
      where r.to_ci = any (:step)
      order by r.from_ci, r.to_ci
      """;

  private static final String WHICH_COMPONENTS =
      """
      select c.component_id as needs, c.ci_id as lost, c.redundancy, coalesce(c.needed, 1) as needed, i.status = 'in use' as counts,
             case when c.redundancy is not null then (
               select count(*) from sms.ci_component o join sms.ci x on x.id = o.ci_id
               where o.component_id = c.component_id and o.redundancy = c.redundancy and x.status = 'in use') end as members
      from sms.ci_component c join sms.ci i on i.id = c.ci_id
      where c.ci_id = any (:step)
      order by c.component_id, c.ci_id
      """;

  private static final String WHAT_IS_NEEDED =
      """
      select min(r.from_ci) as via, r.to_ci as id from sms.ci_relation r join sms.ci t on t.id = r.to_ci
      where r.from_ci = any (:step) and t.status <> 'retired'
      group by r.to_ci order by r.to_ci
      """;

  /**
   * Who has an agreement on a service: those whose agreement names it; where none does, those with
   * one on all services.
   */
  private static final String CUSTOMERS =
      """
      with agreed as (
        select s.id as service, a.customer_id, a.service_id is not null as named
        from unnest(:services::text[]) s (id)
        join sms.agreement a on a.kind = 'SLA' and a.customer_id is not null and (a.service_id = s.id or a.service_id is null)
        where a.valid_from <= :today::date and coalesce(a.valid_until, 'infinity') >= :today::date
      )
      select distinct a.service, p.id, p.name from agreed a join sms.party p on p.id = a.customer_id
      where p.active and (a.named or not exists (select from agreed n where n.service = a.service and n.named))
      order by p.name, p.id, a.service
      """;

  private static final class Node {
    private final int distance;
    private final String via;
    private Effect effect;

    private Node(int distance, String via, Effect effect) {
      this.distance = distance;
      this.via = via;
      this.effect = effect;
    }
  }

  private record Need(
      String needs, String lost, String redundancy, int needed, boolean counts, int members) {}

  private record Group(String needs, String redundancy) {}

  private final JdbcClient jdbc;
  private final Clock clock;

  ImpactAnalysis(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  public Impact of(Collection<String> items) {
    return of(items, DEPTH, MOST);
  }

  /**
   * @param items lost together
   * @param depth how many steps to go
   * @param most how many items to list in each direction; services and customers are all listed
   */
  public Impact of(Collection<String> items, int depth, int most) {
    Set<String> asked = new LinkedHashSet<>(items);
    known(asked);
    Instant now = clock.instant();
    Map<String, Node> lost = new LinkedHashMap<>();
    boolean complete = outwards(asked, depth, lost);
    Map<String, Node> needed = new LinkedHashMap<>();
    complete &= inwards(asked, depth, needed);
    List<TouchedService> services = services(lost);
    return new Impact(
        List.copyOf(asked),
        now,
        depth,
        services,
        customers(services, now),
        touched(asked, lost, most),
        touched(asked, needed, most),
        complete);
  }

  private void known(Set<String> asked) {
    if (asked.isEmpty()) {
      throw new Refusal(Reason.INVALID, "ci", "names no configuration item");
    }
    Set<String> unknown = new TreeSet<>(asked);
    jdbc.sql("select id from sms.ci where id = any (:ids)")
        .param("ids", asked.toArray(String[]::new))
        .query(String.class)
        .list()
        .forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw ConfigurationItems.unknown(String.join(", ", unknown));
    }
  }

  /** To those who need what is lost. True if nothing lies beyond the depth. */
  private boolean outwards(Set<String> asked, int depth, Map<String, Node> lost) {
    asked.forEach(id -> lost.put(id, new Node(0, null, Effect.OUTAGE)));
    Map<Group, Set<String>> gone = new HashMap<>();
    Set<String> step = asked;
    for (int distance = 1; !step.isEmpty() && distance <= depth; distance++) {
      Set<String> next = new LinkedHashSet<>();
      for (Need need : needs(WHO_NEEDS, step)) {
        if (!asked.contains(need.needs)
            && worsens(lost, need, distance, effect(need, lost.get(need.lost).effect, gone))) {
          next.add(need.needs);
        }
      }
      step = next;
    }
    return step.isEmpty();
  }

  /** Null: it stands in for nothing yet, so that its loss takes nothing away. */
  private static Effect effect(Need need, Effect lost, Map<Group, Set<String>> gone) {
    if (need.redundancy == null || lost == Effect.DEGRADED) {
      return lost;
    }
    if (!need.counts) {
      return null;
    }
    Set<String> members =
        gone.computeIfAbsent(new Group(need.needs, need.redundancy), group -> new HashSet<>());
    members.add(need.lost);
    return need.members - members.size() < need.needed ? Effect.OUTAGE : Effect.DEGRADED;
  }

  private static boolean worsens(Map<String, Node> nodes, Need need, int distance, Effect effect) {
    if (effect == null) {
      return false;
    }
    Node node = nodes.get(need.needs);
    if (node == null) {
      nodes.put(need.needs, new Node(distance, need.lost, effect));
      return true;
    }
    if (node.effect.compareTo(effect) < 0) {
      node.effect = effect;
      return true;
    }
    return false;
  }

  private boolean inwards(Set<String> asked, int depth, Map<String, Node> needed) {
    Set<String> step = asked;
    for (int distance = 1; !step.isEmpty() && distance <= depth; distance++) {
      Set<String> next = new LinkedHashSet<>();
      int now = distance;
      jdbc.sql(WHAT_IS_NEEDED)
          .param("step", step.toArray(String[]::new))
          .query(
              rs -> {
                String id = rs.getString("id");
                if (!asked.contains(id)
                    && needed.putIfAbsent(id, new Node(now, rs.getString("via"), null)) == null) {
                  next.add(id);
                }
              });
      step = next;
    }
    return step.isEmpty();
  }

  private List<Need> needs(String sql, Set<String> step) {
    return jdbc.sql(sql)
        .param("step", step.toArray(String[]::new))
        .query(
            (rs, row) ->
                new Need(
                    rs.getString(1),
                    rs.getString(2),
                    rs.getString(3),
                    rs.getInt(4),
                    rs.getBoolean(5),
                    rs.getInt(6)))
        .list();
  }

  private List<TouchedService> services(Map<String, Node> lost) {
    Map<String, Node> components = new LinkedHashMap<>();
    Map<Group, Set<String>> gone = new HashMap<>();
    needs(WHICH_COMPONENTS, lost.keySet()).stream()
        .sorted(Comparator.comparingInt((Need need) -> lost.get(need.lost).distance))
        .forEach(
            need -> {
              Node item = lost.get(need.lost);
              worsens(components, need, item.distance, effect(need, item.effect, gone));
            });
    Map<String, TouchedService> services = new LinkedHashMap<>();
    jdbc.sql(
            """
            select c.id as component, c.name as component_name, s.id, s.name
            from sms.service_component c join sms.service s on s.id = c.service_id
            where c.id = any (:components) and s.status <> 'retired' order by c.name, c.id
            """)
        .param("components", components.keySet().toArray(String[]::new))
        .query(
            rs -> {
              Node node = components.get(rs.getString("component"));
              services.merge(
                  rs.getString("id"),
                  new TouchedService(
                      rs.getString("id"),
                      rs.getString("name"),
                      node.effect,
                      node.distance,
                      List.of(rs.getString("component_name")),
                      node.via),
                  ImpactAnalysis::both);
            });
    return services.values().stream()
        .sorted(
            Comparator.comparing(TouchedService::effect, Comparator.reverseOrder())
                .thenComparing(TouchedService::distance)
                .thenComparing(TouchedService::name))
        .toList();
  }

  private static TouchedService both(TouchedService a, TouchedService b) {
    TouchedService nearer = b.distance() < a.distance() ? b : a;
    List<String> components = new ArrayList<>(a.components());
    components.addAll(b.components());
    return new TouchedService(
        a.id(),
        a.name(),
        a.effect().compareTo(b.effect()) < 0 ? b.effect() : a.effect(),
        nearer.distance(),
        List.copyOf(components),
        nearer.via());
  }

  private List<TouchedCustomer> customers(List<TouchedService> services, Instant now) {
    Map<String, Effect> effects = new HashMap<>();
    services.forEach(service -> effects.put(service.id(), service.effect()));
    Map<String, TouchedCustomer> customers = new LinkedHashMap<>();
    jdbc.sql(CUSTOMERS)
        .param("services", effects.keySet().toArray(String[]::new))
        .param("today", Timestamp.from(now))
        .query(
            rs -> {
              String service = rs.getString("service");
              customers.merge(
                  rs.getString("id"),
                  new TouchedCustomer(
                      rs.getString("id"),
                      rs.getString("name"),
                      effects.get(service),
                      List.of(service)),
                  ImpactAnalysis::both);
            });
    return customers.values().stream()
        .sorted(
            Comparator.comparing(TouchedCustomer::effect, Comparator.reverseOrder())
                .thenComparing(TouchedCustomer::name))
        .toList();
  }

  private static TouchedCustomer both(TouchedCustomer a, TouchedCustomer b) {
    List<String> services = new ArrayList<>(a.services());
    services.addAll(b.services());
    return new TouchedCustomer(
        a.id(),
        a.name(),
        a.effect().compareTo(b.effect()) < 0 ? b.effect() : a.effect(),
        List.copyOf(services));
  }

  /** The nearest by name, those lost before those degraded at the same distance. */
  private Touched touched(Set<String> asked, Map<String, Node> nodes, int most) {
    nodes.keySet().removeAll(asked);
    List<Integer> byDistance = new ArrayList<>();
    for (Node node : nodes.values()) {
      while (byDistance.size() < node.distance) {
        byDistance.add(0);
      }
      byDistance.set(node.distance - 1, byDistance.get(node.distance - 1) + 1);
    }
    // whole distances, as many as are needed to fill the list: names are read of these alone
    int far = 0;
    for (int listed = 0; far < byDistance.size() && listed < most; far++) {
      listed += byDistance.get(far);
    }
    int farthest = far;
    List<Item> items = new ArrayList<>();
    jdbc.sql("select id, name, type_id, status from sms.ci where id = any (:ids)")
        .param(
            "ids",
            nodes.entrySet().stream()
                .filter(entry -> entry.getValue().distance <= farthest)
                .map(Map.Entry::getKey)
                .toArray(String[]::new))
        .query(
            rs -> {
              Node node = nodes.get(rs.getString("id"));
              items.add(
                  new Item(
                      rs.getString("id"),
                      rs.getString("name"),
                      rs.getString("type_id"),
                      rs.getString("status"),
                      node.effect,
                      node.distance,
                      node.via));
            });
    items.sort(
        Comparator.comparingInt(Item::distance)
            .thenComparing(Item::effect, Comparator.nullsLast(Comparator.reverseOrder()))
            .thenComparing(Item::name)
            .thenComparing(Item::id));
    return new Touched(
        nodes.size(), byDistance, List.copyOf(items.subList(0, Math.min(most, items.size()))));
  }
}
