package org.clauseflow.cmdb;

import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The landscape as it is, read anew when something has changed. Every statement that writes to the
 * CMDB leaves a mark in its own transaction: who sees the same marks sees the same landscape.
 */
@Component
class Landscapes {

  /**
   * @param mine whether this transaction wrote some of them, which others do not see yet
   */
  private record Marks(long count, long last, long sum, boolean mine) {}

  private final JdbcClient jdbc;
  private Marks marks;
  private Landscape landscape;

  Landscapes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  synchronized Landscape present() {
    Marks now =
        jdbc.sql(
                """
                select count(*) as count, coalesce(max(id), 0) as last, coalesce(sum(id), 0) as sum,
                       coalesce(bool_or(tx = pg_current_xact_id_if_assigned()), false) as mine
                from sms.cmdb_mark
                """)
            .query(Marks.class)
            .single();
    if (now.mine) {
      return read();
    }
    if (!now.equals(marks)) {
      landscape = read();
      marks = now;
    }
    return landscape;
  }

  private Landscape read() {
    Landscape read = new Landscape();
    jdbc.sql("select id, name, type_id, status from sms.ci order by id")
        .query((RowCallbackHandler) read::item);
    jdbc.sql(
            """
            select c.id, c.name, c.service_id, s.status
            from sms.service_component c join sms.service s on s.id = c.service_id order by c.name, c.id
            """)
        .query((RowCallbackHandler) read::component);
    jdbc.sql(
            """
            select r.from_ci, r.to_ci, coalesce(r.redundancy, case when k.alternatives then k.id end), r.needed, false
            from sms.ci_relation r join sms.ci_relation_kind k on k.id = r.kind
            union all
            select component_id, ci_id, redundancy, needed, true from sms.ci_component
            order by 1, 2
            """)
        .query((RowCallbackHandler) read::need);
    return read;
  }

  /** Marks tell a change from none; of those long past a few are enough. */
  void forget() {
    jdbc.sql("delete from sms.cmdb_mark where id < (select max(id) from sms.cmdb_mark) - 1000")
        .update();
  }
}
