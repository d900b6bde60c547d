package org.clauseflow.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a form offers from data: a field names its source in the property {@code choices}. */
@Component
class ChoiceSources {

  /** So many are offered at most; the check knows all. */
  private static final int OFFERED = 200;

  /**
   * Each gives value and label. Reading them stays cheap when one value is asked for: every source
   * has an index.
   */
  private static final Map<String, String> SOURCES =
      Map.of(
          "services",
          "select id as value, name as label from sms.service where status = 'live'",
          "people",
          """
          select p.id as value, p.name || coalesce(' (' || y.name || ')', '') as label
          from sms.person p left join sms.party y on y.id = p.party_id
          where p.active and (not :customerOnly or p.id = :person
                              or p.party_id = (select party_id from sms.person where id = :person))
          """,
          "supportGroups",
          "select id as value, name as label from sms.role where support_group",
          "serviceConfigurationItems",
          """
          select c.id as value, c.name || ' (' || t.name || ')' as label
          from sms.ci c join sms.ci_type t on t.id = c.type_id
          where c.status <> 'retired' and c.id in (
            with recursive reached as (
              select i.id from sms.ci i join sms.service_component s on s.id = i.component_id
              where s.service_id = :service
              union
              select r.to_ci from reached join sms.ci_relation r on r.from_ci = reached.id)
            select id from reached)
          """,
          "openIncidentsOfService",
          """
          select number as value, number || ' – ' || title as label from sms.record
          where type = 'incident' and service_id = :service and closed_at is null and not confidential
            and number is distinct from :record
            and (not :customerOnly or customer_id = (select party_id from sms.person where id = :person))
          """);

  record Choice(String value, String label) {}

  /** A value that a field has, to be looked for in the field's source. */
  record Chosen(String field, String source, String value) {}

  private final JdbcClient jdbc;

  ChoiceSources(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  static Set<String> names() {
    return SOURCES.keySet();
  }

  List<Choice> list(String source, Asker asker) {
    return jdbc.sql(
            "select value, label from (%s) c order by label, value limit %d"
                .formatted(SOURCES.get(source), OFFERED))
        .params(parameters(asker))
        .query(Choice.class)
        .list();
  }

  /**
   * Which fields have a value that is not theirs to choose; one statement, however many there are.
   */
  Set<String> notOffered(Collection<Chosen> chosen, Asker asker) {
    if (chosen.isEmpty()) {
      return Set.of();
    }
    StringJoiner sql = new StringJoiner(" union all ");
    Map<String, Object> parameters = parameters(asker);
    int i = 0;
    for (Chosen one : chosen) {
      sql.add(
          "select :field%1$d where not exists (select 1 from (%2$s) c where c.value = :value%1$d)"
              .formatted(i, SOURCES.get(one.source)));
      parameters.put("field" + i, one.field);
      parameters.put("value" + i, one.value);
      i++;
    }
    return new HashSet<>(jdbc.sql(sql.toString()).params(parameters).query(String.class).list());
  }

  private static Map<String, Object> parameters(Asker asker) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("person", asker.person());
    parameters.put("customerOnly", asker.customerOnly());
    parameters.put("record", asker.record());
    parameters.put("service", asker.value("service"));
    return parameters;
  }
}
