package org.clauseflow.web;

import java.util.List;
import java.util.Map;
import org.clauseflow.record.Refusal;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Repository;

/** Major incidents with their timeline and their incidents, as a person may see them. */
@Repository
class MajorIncidentSearch {

  private static final String SELECT =
      """
      select r.number, r.title, r.data->>'description' as description, r.status, r.priority, r.service_id as service,
             r.owner_id as manager, r.data->>'majorCriterion' as criterion, r.confidential, r.data->>'update' as update,
             r.data->>'updateRhythm' as update_rhythm, r.data->>'workaround' as workaround,
             r.data->>'resolution' as resolution, r.data->>'cause' as cause, r.outcome,
             p.incidents, p.open_incidents, r.opened_at, r.resolved_at, r.closed_at
      from sms.record r cross join lateral (
        select count(*) as incidents, count(*) filter (where i.closed_at is null) as open_incidents
        from sms.record_link l join sms.record i on i.number = l.from_number
        where l.to_number = r.number and l.kind = 'part of') p
      """;

  private static final String MAJOR =
      "where r.type = 'major-incident' and (not :open or r.closed_at is null) and ";

  private static final String TIMELINE =
      """
      from sms.major_incident_timeline t join sms.record r on r.number = t.record_number
      where t.major = :major and\s""";

  private static final String INCIDENTS =
      """
      from sms.record_link l join sms.record r on r.number = l.from_number
      where l.to_number = :major and l.kind = 'part of' and\s""";

  private final JdbcClient jdbc;
  private final RecordAccess access;

  MajorIncidentSearch(JdbcClient jdbc, RecordAccess access) {
    this.jdbc = jdbc;
    this.access = access;
  }

  MajorIncident find(String number, Authentication me) {
    RecordAccess.Condition visible = access.condition("r", me);
    return jdbc.sql(SELECT + MAJOR + "r.number = :number and " + visible.sql())
        .param("open", false)
        .param("number", number)
        .params(visible.params())
        .query(MajorIncident.class)
        .optional()
        .orElseThrow(() -> Refusal.unknownRecord(number));
  }

  Page<MajorIncident> page(boolean open, int page, int size, Authentication me) {
    return page(
        SELECT,
        "from sms.record r ",
        MAJOR,
        "r.opened_at desc, r.number desc",
        Map.of("open", open),
        MajorIncident.class,
        page,
        size,
        me);
  }

  Page<TimelineEntry> timeline(String number, int page, int size, Authentication me) {
    return page(
        """
        select t.at, t.record_number as record, t.actor, t.kind, coalesce(t.element_name, t.kind) as what, t.said,
               t.status, nullif(array_to_string(t.requirement, ', '), '') as requirement
        """,
        "",
        TIMELINE,
        "t.at, t.record_number, t.seq",
        Map.of("major", find(number, me).number()),
        TimelineEntry.class,
        page,
        size,
        me);
  }

  Page<LinkedIncident> incidents(String number, int page, int size, Authentication me) {
    return page(
        """
        select r.number, r.title, r.status, r.priority, r.service_id as service, r.customer_id as customer,
               r.opened_at, r.resolved_at, l.linked_at
        """,
        "",
        INCIDENTS,
        "r.number",
        Map.of("major", find(number, me).number()),
        LinkedIncident.class,
        page,
        size,
        me);
  }

  /** The part of a list that a person may see, and how long it is for them. */
  private <T> Page<T> page(
      String select,
      String counted,
      String where,
      String order,
      Map<String, ?> params,
      Class<T> type,
      int page,
      int size,
      Authentication me) {
    RecordAccess.Condition visible = access.condition("r", me);
    List<T> items =
        jdbc.sql(
                select
                    + where
                    + visible.sql()
                    + " order by "
                    + order
                    + " limit :size offset :offset")
            .params(params)
            .params(visible.params())
            .param("size", size)
            .param("offset", (long) page * size)
            .query(type)
            .list();
    long total =
        jdbc.sql("select count(*) " + counted + where + visible.sql())
            .params(params)
            .params(visible.params())
            .query(Long.class)
            .single();
    return new Page<>(items, page, size, total);
  }
}
