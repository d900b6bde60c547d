package org.clauseflow.cmdb;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** How far the CMDB can be relied on: figures, and the items behind each. */
@Service
public class CmdbHealth {

  /**
   * @param items all that are not retired
   * @param complete of these, those with all that their type asks for
   * @param orphans related to nothing
   * @param stale neither changed nor seen for longer than their type allows
   * @param duplicates groups of items that look like one
   */
  public record Figures(
      long items, long complete, long orphans, long stale, long duplicates, Instant at) {}

  /**
   * @param missing fields that it lacks; null in other lists than that of incomplete items
   * @param seenAt when it was last changed or seen; null in other lists than that of stale items
   */
  public record Finding(
      String id,
      String type,
      String name,
      String status,
      String owner,
      List<String> missing,
      Instant seenAt) {}

  /**
   * @param same name or serial
   */
  public record Duplicate(String same, String value, List<String> ids) {}

  private final JdbcClient jdbc;
  private final Clock clock;

  CmdbHealth(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  public Figures figures() {
    Instant now = clock.instant();
    return jdbc.sql(
            """
            select i.count, i.count - n.count, o.count, s.count, d.count
            from (select count(*) from sms.ci where status <> 'retired') i, (select count(*) from sms.ci_incomplete) n,
                 (select count(*) from sms.ci_orphan) o, (select count(*) from sms.ci_stale(:at)) s,
                 (select count(*) from sms.ci_duplicate) d
            """)
        .param("at", Timestamp.from(now))
        .query(
            (rs, row) ->
                new Figures(
                    rs.getLong(1), rs.getLong(2), rs.getLong(3), rs.getLong(4), rs.getLong(5), now))
        .single();
  }

  /** Items that lack what their type asks for. */
  public Listing<Finding> incomplete(int from, int most) {
    return findings(
        "select *, null::timestamptz as seen_at, count(*) over () as total from sms.ci_incomplete"
            + " order by id",
        from,
        most);
  }

  /** Items related to nothing. */
  public Listing<Finding> orphans(int from, int most) {
    return findings(
        "select *, null::text[] as missing, null::timestamptz as seen_at, count(*) over () as total"
            + " from sms.ci_orphan order by id",
        from,
        most);
  }

  /** Items not changed or seen for longer than their type allows, the longest first. */
  public Listing<Finding> stale(int from, int most) {
    return findings(
        "select *, null::text[] as missing, count(*) over () as total from sms.ci_stale(:at) order"
            + " by seen_at, id",
        from,
        most);
  }

  /** Items that look like one: of one type and name, or with one serial number. */
  public Listing<Duplicate> duplicates(int from, int most) {
    long[] total = {0};
    List<Duplicate> found =
        jdbc.sql(
                "select *, count(*) over () as total from sms.ci_duplicate order by same, value,"
                    + " ids offset :from limit :most")
            .param("from", from)
            .param("most", most)
            .query(
                (rs, row) -> {
                  total[0] = rs.getLong("total");
                  return new Duplicate(
                      rs.getString("same"),
                      rs.getString("value"),
                      List.of((String[]) rs.getArray("ids").getArray()));
                })
            .list();
    return new Listing<>(found, total[0]);
  }

  private Listing<Finding> findings(String sql, int from, int most) {
    long[] total = {0};
    List<Finding> found =
        jdbc.sql(sql + " offset :from limit :most")
            .param("at", Timestamp.from(clock.instant()))
            .param("from", from)
            .param("most", most)
            .query(
                (rs, row) -> {
                  total[0] = rs.getLong("total");
                  return new Finding(
                      rs.getString("id"),
                      rs.getString("type_id"),
                      rs.getString("name"),
                      rs.getString("status"),
                      rs.getString("owner_id"),
                      rs.getArray("missing") == null
                          ? null
                          : List.of((String[]) rs.getArray("missing").getArray()),
                      rs.getTimestamp("seen_at") == null
                          ? null
                          : rs.getTimestamp("seen_at").toInstant());
                })
            .list();
    return new Listing<>(found, total[0]);
  }
}
