package org.clauseflow.work;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.clauseflow.cmdb.Impact;
import org.clauseflow.cmdb.ImpactAnalysis;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * What a record concerns: configuration items with what depends on them, and the changes and
 * releases before and after now of these and of what they stand on, where a cause is often found.
 */
@Component
public class Surroundings {

  public record Item(
      String id, String name, String type, String status, String version, String location) {}

  /**
   * @param items names of those of the concerned items that it changes
   */
  public record Change(
      String number,
      String title,
      String state,
      String changeType,
      Instant startsAt,
      Instant endsAt,
      String service,
      String implementer,
      List<String> items) {}

  /**
   * @param at when it was deployed, or is planned to be
   */
  public record Release(
      String number, String title, String status, Instant at, boolean deployed, String service) {}

  /**
   * @param named whether the record names the items; else they are those of its service
   * @param impact what their loss would touch, and what they stand on; null without items
   */
  public record Found(
      Instant asOf,
      String service,
      boolean named,
      List<Item> items,
      Impact impact,
      List<Change> changes,
      List<Release> releases) {}

  private static final Duration BEFORE = Duration.ofDays(30);
  private static final Duration AFTER = Duration.ofDays(30);
  private static final int MOST_ITEMS = 50;
  private static final int MOST_AROUND = 50;

  private static final String ITEMS =
      """
      select c.id, c.name, t.name as type, c.status, c.version, c.location
      from sms.ci c join sms.ci_type t on t.id = c.type_id
      where c.status <> 'retired' and %s
      order by c.name, c.id limit :most
      """;

  private static final String NAMED = ITEMS.formatted("c.id = any (:named)");

  private static final String OF_SERVICE =
      ITEMS.formatted(
          """
          c.id in (select i.ci_id from sms.ci_component i join sms.service_component s on s.id = i.component_id
                   where s.service_id = :service)""");

  private static final String CHANGES =
      """
      select s.change as number, r.title, s.state, s.change_type, lower(s.period) as starts_at, upper(s.period) as ends_at,
             v.name as service, p.name as implementer,
             array(select c.name from sms.scheduled_change_ci x join sms.ci c on c.id = x.ci
                   where x.change = s.change and x.ci = any (:items) order by c.name) as items
      from sms.scheduled_change s join sms.record r on r.number = s.change
      left join sms.service v on v.id = s.service_id
      left join sms.person p on p.id = s.implementer
      where s.period && tstzrange(:from, :until) and s.state <> 'cancelled'
        and (exists (select from sms.scheduled_change_ci x where x.change = s.change and x.ci = any (:items))
             or exists (select from sms.scheduled_change_service x where x.change = s.change and x.service_id = :service))
        and %s
      order by abs(extract(epoch from lower(s.period) - :now::timestamptz)), s.change limit :most
      """;

  private static final String RELEASES =
      """
      select * from (
        select r.number, r.title, r.status, r.data->>'deployedAt' is not null as deployed, v.name as service,
               coalesce((r.data->>'deployedAt')::timestamptz, (r.data->>'plannedStart')::timestamptz, r.opened_at) as at
        from sms.record r left join sms.service v on v.id = r.service_id
        where r.type = 'release' and r.status <> 'cancelled'
          and (r.service_id = :service or exists (
            select from sms.record_link l
            where l.from_number = r.number and l.kind = 'deploys'
              and (exists (select from sms.scheduled_change_ci x where x.change = l.to_number and x.ci = any (:items))
                   or exists (select from sms.scheduled_change_service x where x.change = l.to_number and x.service_id = :service))))
          and %s) x
      where at between :from and :until
      order by abs(extract(epoch from at - :now::timestamptz)), number limit :most
      """;

  private final ImpactAnalysis impacts;
  private final RecordAccess access;
  private final JdbcClient jdbc;
  private final Clock clock;

  Surroundings(ImpactAnalysis impacts, RecordAccess access, JdbcClient jdbc, Clock clock) {
    this.impacts = impacts;
    this.access = access;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  public Found of(ServiceRecord record, Authentication me) {
    List<Item> named = named(record);
    List<Item> items =
        named.isEmpty()
            ? jdbc.sql(OF_SERVICE)
                .param("service", record.service())
                .param("most", MOST_ITEMS)
                .query(Item.class)
                .list()
            : named;
    Impact impact = items.isEmpty() ? null : impacts.of(items.stream().map(Item::id).toList());
    Set<String> around = new LinkedHashSet<>(items.stream().map(Item::id).toList());
    if (impact != null) {
      impact.needs().items().forEach(item -> around.add(item.id()));
    }
    Instant now = clock.instant();
    return new Found(
        now,
        record.service(),
        !named.isEmpty(),
        items,
        impact,
        around(CHANGES, record, around, now, me)
            .query(
                (rs, i) ->
                    new Change(
                        rs.getString("number"),
                        rs.getString("title"),
                        rs.getString("state"),
                        rs.getString("change_type"),
                        rs.getTimestamp("starts_at").toInstant(),
                        rs.getTimestamp("ends_at").toInstant(),
                        rs.getString("service"),
                        rs.getString("implementer"),
                        List.of((String[]) rs.getArray("items").getArray())))
            .list(),
        around(RELEASES, record, around, now, me).query(Release.class).list());
  }

  private JdbcClient.StatementSpec around(
      String sql, ServiceRecord record, Set<String> items, Instant now, Authentication me) {
    RecordAccess.Condition visible = access.condition("r", me);
    return jdbc.sql(sql.formatted(visible.sql()))
        .param("items", items.toArray(String[]::new))
        .param("service", record.service())
        .param("now", Timestamp.from(now))
        .param("from", Timestamp.from(now.minus(BEFORE)))
        .param("until", Timestamp.from(now.plus(AFTER)))
        .param("most", MOST_AROUND)
        .params(visible.params());
  }

  /** The items that a record names. */
  public List<Item> named(ServiceRecord record) {
    Set<String> ids = ids(record);
    return ids.isEmpty()
        ? List.of()
        : jdbc.sql(NAMED)
            .param("named", ids.toArray(String[]::new))
            .param("most", MOST_ITEMS)
            .query(Item.class)
            .list();
  }

  private static Set<String> ids(ServiceRecord record) {
    List<Object> named = new ArrayList<>();
    named.add(record.data().get("ci"));
    if (record.data().get("configurationItems") instanceof Collection<?> items) {
      named.addAll(items);
    }
    Set<String> ids = new LinkedHashSet<>();
    named.stream().filter(String.class::isInstance).forEach(id -> ids.add((String) id));
    return ids;
  }
}
