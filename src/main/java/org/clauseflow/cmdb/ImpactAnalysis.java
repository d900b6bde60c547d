package org.clauseflow.cmdb;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
 * <p>Goes outwards step by step, so that the nearest come first. Whoever needs what is lost is
 * lost; where several stand in for one another, it is degraded until fewer are left than it needs.
 * An effect only ever gets worse, so cycles end.
 */
@Service
public class ImpactAnalysis {

  /** How far a question goes, and how many items an answer lists, unless it says otherwise. */
  public static final int DEPTH = 8;

  public static final int MOST = 200;

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

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Landscapes landscapes;

  ImpactAnalysis(JdbcClient jdbc, Clock clock, Landscapes landscapes) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.landscapes = landscapes;
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
    Landscape landscape = landscapes.present();
    known(asked, landscape);
    Instant now = clock.instant();
    Walk lost = new Walk(landscape, asked);
    boolean complete = lost.outwards(depth);
    Walk needed = new Walk(landscape, asked);
    complete &= needed.inwards(depth);
    List<TouchedService> services = services(lost);
    return new Impact(
        List.copyOf(asked),
        now,
        depth,
        services,
        customers(services, now),
        lost.touched(most),
        needed.touched(most),
        complete);
  }

  private static void known(Set<String> asked, Landscape landscape) {
    if (asked.isEmpty()) {
      throw new Refusal(Reason.INVALID, "ci", "names no configuration item");
    }
    Set<String> unknown = new TreeSet<>(asked);
    unknown.removeIf(id -> landscape.item(id) != null);
    if (!unknown.isEmpty()) {
      throw ConfigurationItems.unknown(String.join(", ", unknown));
    }
  }

  /** The way from the items asked for to all that are touched. */
  private static final class Walk {

    private static final int ASKED = 0;
    private static final int UNTOUCHED = -1;

    private final Landscape landscape;
    private final int[] asked;
    private final int[] distance;
    private final int[] via;
    private final Effect[] effect;

    /** In which step a node was last put off to the next. */
    private final int[] queued;

    private final Map<Landscape.Group, Integer> gone = new HashMap<>();

    Walk(Landscape landscape, Set<String> asked) {
      this.landscape = landscape;
      this.asked = asked.stream().mapToInt(landscape::item).toArray();
      this.distance = new int[landscape.size()];
      this.via = new int[landscape.size()];
      this.effect = new Effect[landscape.size()];
      this.queued = new int[landscape.size()];
      Arrays.fill(distance, UNTOUCHED);
      for (int item : this.asked) {
        distance[item] = ASKED;
      }
    }

    /** To those who need what is lost. True if nothing lies beyond the depth. */
    boolean outwards(int depth) {
      for (int item : asked) {
        effect[item] = Effect.OUTAGE;
      }
      int[] step = asked;
      for (int at = 1; step.length > 0 && at <= depth; at++) {
        // as they were before this step: what gets worse in it is the next one's
        Effect[] before = Arrays.stream(step).mapToObj(node -> effect[node]).toArray(Effect[]::new);
        int[] next = new int[landscape.size()];
        int many = 0;
        for (int i = 0; i < step.length; i++) {
          for (Landscape.Need need : landscape.neededBy(step[i])) {
            if (distance[need.other()] != ASKED
                && !landscape.node(need.other()).retired()
                && worsens(need.other(), step[i], at, effectOn(need.group(), step[i], before[i]))) {
              if (queued[need.other()] != at) {
                queued[need.other()] = at;
                next[many++] = need.other();
              }
            }
          }
        }
        step = Arrays.copyOf(next, many);
      }
      return step.length == 0;
    }

    /** Null: it stands in for nothing yet, so that its loss takes nothing away. */
    private Effect effectOn(Landscape.Group group, int lost, Effect how) {
      if (group == null || how == Effect.DEGRADED) {
        return how;
      }
      if (!landscape.node(lost).inUse()) {
        return null;
      }
      // a node is lost once, so each loss is counted once
      int left = group.members() - gone.merge(group, 1, Integer::sum);
      return left < group.needed() ? Effect.OUTAGE : Effect.DEGRADED;
    }

    private boolean worsens(int node, int lost, int at, Effect to) {
      if (to == null || effect[node] != null && effect[node].compareTo(to) >= 0) {
        return false;
      }
      if (effect[node] == null) {
        distance[node] = at;
        via[node] = lost;
      }
      effect[node] = to;
      return true;
    }

    /** To what is needed. True if nothing lies beyond the depth. */
    boolean inwards(int depth) {
      int[] step = asked;
      for (int at = 1; step.length > 0 && at <= depth; at++) {
        List<Integer> next = new ArrayList<>();
        for (int node : step) {
          for (Landscape.Need need : landscape.needs(node)) {
            if (distance[need.other()] == UNTOUCHED && !landscape.node(need.other()).retired()) {
              distance[need.other()] = at;
              via[need.other()] = node;
              next.add(need.other());
            }
          }
        }
        step = next.stream().mapToInt(Integer::intValue).toArray();
      }
      return step.length == 0;
    }

    /** The nearest first; those lost before those degraded at the same distance. */
    Touched touched(int most) {
      List<Integer> byDistance = new ArrayList<>();
      List<Integer> items = new ArrayList<>();
      for (int node = 0; node < distance.length; node++) {
        if (distance[node] > ASKED && !landscape.node(node).component()) {
          while (byDistance.size() < distance[node]) {
            byDistance.add(0);
          }
          byDistance.set(distance[node] - 1, byDistance.get(distance[node] - 1) + 1);
          items.add(node);
        }
      }
      // whole distances, as many as fill the list: the rest needs no order
      int far = 0;
      for (int listed = 0; far < byDistance.size() && listed < most; far++) {
        listed += byDistance.get(far);
      }
      int farthest = far;
      return new Touched(
          items.size(),
          byDistance,
          items.stream()
              .filter(node -> distance[node] <= farthest)
              .sorted(
                  Comparator.comparingInt((Integer node) -> distance[node])
                      .thenComparing(
                          node -> effect[node], Comparator.nullsLast(Comparator.reverseOrder()))
                      .thenComparing(node -> landscape.node(node).name())
                      .thenComparing(node -> landscape.node(node).id()))
              .limit(most)
              .map(this::item)
              .toList());
    }

    private Item item(int node) {
      Landscape.Node is = landscape.node(node);
      return new Item(
          is.id(),
          is.name(),
          is.type(),
          is.status(),
          effect[node],
          distance[node],
          landscape.node(via[node]).id());
    }

    /** Each touched component of a service, as if it were the whole of it; without its name. */
    Stream<TouchedService> services() {
      return IntStream.range(0, distance.length)
          .filter(node -> distance[node] > ASKED && landscape.node(node).component())
          .mapToObj(
              node ->
                  new TouchedService(
                      landscape.node(node).type(),
                      null,
                      effect[node],
                      distance[node],
                      List.of(landscape.node(node).name()),
                      landscape.node(via[node]).id()));
    }
  }

  private List<TouchedService> services(Walk lost) {
    Map<String, TouchedService> services = new LinkedHashMap<>();
    lost.services().forEach(part -> services.merge(part.id(), part, ImpactAnalysis::both));
    List<TouchedService> named = new ArrayList<>();
    jdbc.sql("select id, name from sms.service where id = any (:ids)")
        .param("ids", services.keySet().toArray(String[]::new))
        .query(
            rs -> {
              TouchedService service = services.get(rs.getString("id"));
              named.add(
                  new TouchedService(
                      service.id(),
                      rs.getString("name"),
                      service.effect(),
                      service.distance(),
                      service.components(),
                      service.via()));
            });
    named.sort(
        Comparator.comparing(TouchedService::effect, Comparator.reverseOrder())
            .thenComparing(TouchedService::distance)
            .thenComparing(TouchedService::name));
    return List.copyOf(named);
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
}
