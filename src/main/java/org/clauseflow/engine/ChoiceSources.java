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
   * The files in choices: each gives value and label, and may use what is in reach of the form by
   * name, as {@link Asker} knows it. Reading them stays cheap when one value is asked for: every
   * source has an index.
   */
  private static final Map<String, String> SOURCES = SqlFiles.of("choices");

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
            "select value, label from (%s) c limit %d".formatted(SOURCES.get(source), OFFERED))
        .paramSource(asker.parameters(Map.of()))
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
    Map<String, Object> asked = new HashMap<>();
    int i = 0;
    for (Chosen one : chosen) {
      sql.add(
          "select :field%1$d where not exists (select 1 from (%2$s) c where c.value = :value%1$d)"
              .formatted(i, SOURCES.get(one.source)));
      asked.put("field" + i, one.field);
      asked.put("value" + i, one.value);
      i++;
    }
    return new HashSet<>(
        jdbc.sql(sql.toString()).paramSource(asker.parameters(asked)).query(String.class).list());
  }
}
