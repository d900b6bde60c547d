package org.clauseflow.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a form shows from the register: the case itself, what was done, and what helps to resolve it
 * (known errors, similar incidents, configuration items, releases). The result is markdown;
 * whatever people wrote stays text in it.
 */
@Component
class FormTexts {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
  private static final int LONGEST = 400;

  private static final Map<String, BiFunction<FormTexts, Asker, String>> TEXTS =
      Map.of(
          "record", FormTexts::record,
          "course", FormTexts::course,
          "targets", FormTexts::targets,
          "question", FormTexts::question,
          "resolution", FormTexts::resolution);

  /**
   * The files in content: a line with the heading, one with what to say of nothing, and a query
   * whose rows become a list, its columns "first – second: third".
   */
  private static final Map<String, Listing> LISTS =
      SqlFiles.of("content").entrySet().stream()
          .collect(
              Collectors.toUnmodifiableMap(Map.Entry::getKey, file -> Listing.of(file.getValue())));

  private record Listing(String heading, String otherwise, String sql) {

    static Listing of(String file) {
      String[] parts = file.split("\\R", 3);
      return new Listing(comment(parts[0]), comment(parts[1]), parts[2]);
    }

    private static String comment(String line) {
      return line.substring(line.indexOf("--") + 2).strip();
    }
  }

  private final JdbcClient jdbc;
  private final Clock clock;

  FormTexts(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  static Set<String> names() {
    return Stream.of(TEXTS, LISTS)
        .flatMap(map -> map.keySet().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  String text(String name, Asker asker) {
    return TEXTS.containsKey(name)
        ? TEXTS.get(name).apply(this, asker)
        : list(LISTS.get(name), asker);
  }

  private String list(Listing listing, Asker asker) {
    List<String> lines =
        jdbc.sql(listing.sql)
            .paramSource(asker.parameters(Map.of("now", Timestamp.from(clock.instant()))))
            .query((rs, i) -> line(rs))
            .list();
    return listed(listing.heading, lines, listing.otherwise);
  }

  /** The columns that have something to say. */
  private static String line(ResultSet row) throws SQLException {
    StringBuilder line = new StringBuilder("- ");
    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
      Object value = row.getObject(column);
      if (value != null) {
        String text = value instanceof Timestamp at ? time(at) : value.toString();
        line.append(
            switch (column) {
              case 1 -> plain(text);
              case 2 -> " – " + plain(text);
              default -> said(text);
            });
      }
    }
    return line.toString();
  }

  private String question(Asker asker) {
    return quoted("Question", asker.value("question"));
  }

  private String resolution(Asker asker) {
    return quoted("Resolution", asker.value("resolution"));
  }

  private String record(Asker asker) {
    return jdbc.sql(
            """
            select r.number, r.title, r.data->>'description' as description, r.status, r.priority, r.opened_at,
                   r.confidential, s.name as service, y.name as customer, p.name as reporter,
                   (select string_agg(a.name, ', ' order by a.id) from sms.attachment a
                    where a.record_number = r.number) as attachments
            from sms.record r
            left join sms.service s on s.id = r.service_id
            left join sms.party y on y.id = r.customer_id
            left join sms.person p on p.id = r.reporter_id
            where r.number = :record
            """)
        .param("record", asker.record())
        .query(
            (rs, i) -> {
              List<String> facts = new ArrayList<>();
              fact(facts, "Service", rs.getString("service"));
              fact(facts, "Reporter", rs.getString("reporter"));
              fact(facts, "Customer", rs.getString("customer"));
              fact(facts, "Status", rs.getString("status"));
              fact(facts, "Priority", rs.getString("priority"));
              fact(facts, "Reported", time(rs.getTimestamp("opened_at")));
              fact(facts, "Attachments", rs.getString("attachments"));
              if (rs.getBoolean("confidential")) {
                facts.add("**Confidential**");
              }
              String description = rs.getString("description");
              return "### %s – %s\n\n%s%s"
                  .formatted(
                      plain(rs.getString("number")),
                      plain(rs.getString("title")),
                      description == null ? "" : plain(description) + "\n\n",
                      String.join("  \n", facts));
            })
        .optional()
        .orElse("*This case keeps no record.*");
  }

  private String course(Asker asker) {
    List<String> entries =
        jdbc.sql(
                """
                select at, coalesce(p.name, e.actor) as actor, coalesce(element_name, kind) as what, note,
                       (select string_agg(c.value, ' – ' order by c.key) from jsonb_each_text(e.changes) c
                        where c.key in ('question', 'answer', 'reason', 'comment', 'note', 'resolution', 'update', 'workaround')) as said
                from sms.record_entry e left join sms.person p on p.id = e.actor
                where record_number = :record and kind in ('task', 'comment', 'event', 'told')
                order by seq desc limit 8
                """)
            .param("record", asker.record())
            .query(
                (rs, i) ->
                    "- %s, %s: %s%s"
                        .formatted(
                            time(rs.getTimestamp("at")),
                            plain(rs.getString("actor")),
                            plain(rs.getString("what")),
                            said(
                                rs.getString("note") == null
                                    ? rs.getString("said")
                                    : rs.getString("note"))))
            .list();
    return listed("What was done so far", entries, "Nothing was done yet.");
  }

  private String targets(Asker asker) {
    List<String> targets =
        jdbc.sql(
                """
                select t.kind, a.name as agreement, t.due_at, t.met_at, t.breached_at, t.paused_at
                from sms.target t left join sms.agreement a on a.id = t.agreement_id
                where t.record_number = :record order by t.due_at
                """)
            .param("record", asker.record())
            .query(
                (rs, i) -> {
                  String state = "";
                  if (rs.getTimestamp("met_at") != null) {
                    state = ", met at " + time(rs.getTimestamp("met_at"));
                  } else if (rs.getTimestamp("breached_at") != null) {
                    state = ", **missed**";
                  } else if (rs.getTimestamp("paused_at") != null) {
                    state = ", paused";
                  }
                  String agreement = rs.getString("agreement");
                  return "- %s due at %s%s%s"
                      .formatted(
                          rs.getString("kind").equals("response") ? "Response" : "Resolution",
                          time(rs.getTimestamp("due_at")),
                          state,
                          agreement == null ? "" : " (%s)".formatted(plain(agreement)));
                })
            .list();
    return listed("Service targets", targets, "No service targets are agreed for this case.");
  }

  private static String listed(String heading, List<String> lines, String otherwise) {
    return "**%s**\n\n%s"
        .formatted(heading, lines.isEmpty() ? otherwise : String.join("\n", lines));
  }

  private static String said(String text) {
    if (text == null || text.isBlank()) {
      return "";
    }
    String shortened = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
    return ": " + plain(shortened.replaceAll("\\s+", " "));
  }

  private static String quoted(String heading, String text) {
    return "**%s**\n\n%s".formatted(heading, text == null ? "–" : plain(text));
  }

  private static void fact(List<String> facts, String name, String value) {
    if (value != null) {
      facts.add("**%s** %s".formatted(name, plain(value)));
    }
  }

  private static String time(Timestamp at) {
    Instant instant = at.toInstant();
    return TIME.format(instant);
  }

  /**
   * Text as text: whatever could be markdown, HTML, a link or a form expression becomes a character
   * reference, line by line.
   */
  static String plain(String text) {
    return text.strip()
        .lines()
        .map(line -> line.strip().replaceAll("\\s+", " "))
        .map(
            line ->
                line.codePoints()
                    .mapToObj(
                        c ->
                            Character.isLetterOrDigit(c) || c == ' '
                                ? Character.toString(c)
                                : "&#%d;".formatted(c))
                    .collect(Collectors.joining()))
        .collect(Collectors.joining("  \n"));
  }
}
