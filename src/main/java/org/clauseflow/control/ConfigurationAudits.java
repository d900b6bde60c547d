package org.clauseflow.control;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Audits of the CMDB (clause 9.1): what is audited, what people found, what comes of it. */
@Service
class ConfigurationAudits {

  /**
   * @param items in the scope
   * @param facts whether something was discovered that can be held against them
   * @param keeper who made the present versions of most of them, null if there are none
   */
  record Scoped(String title, int items, boolean facts, String keeper) {}

  /** A deficiency that something is done about. */
  record Deficiency(
      String decision, String title, String description, List<String> cis, String decidedBy) {}

  private static final Set<String> ACTS = Set.of("correct", "action");

  private final DeficiencySearch search;
  private final Register register;
  private final JdbcClient jdbc;
  private final Clock clock;

  ConfigurationAudits(DeficiencySearch search, Register register, JdbcClient jdbc, Clock clock) {
    this.search = search;
    this.register = register;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Who keeps most of what is audited does not audit it, under no account of theirs. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Scoped scope(String number, AuditScope scope, String auditor) {
    Scoped scoped =
        jdbc.sql(
                """
                with audited as (select * from sms.ci where id in (select sms.cis_of_audit(:kind, :type, :service)))
                select case :kind when 'all' then 'Audit of the whole CMDB'
                         when 'type' then 'Audit of the CMDB: ' || (select name from sms.ci_type where id = :type)
                         else 'Audit of the CMDB: ' || (select name from sms.service where id = :service) end as title,
                       (select count(*) from audited) as items,
                       exists (select from sms.discovered s
                               where :kind = 'all' or s.type_id = :type or s.ci in (select id from audited)) as facts,
                       (select mode() within group (order by changed_by) from audited) as keeper
                """)
            .param("kind", scope.kind())
            .param("type", scope.type())
            .param("service", scope.service())
            .query(Scoped.class)
            .single();
    if (scoped.keeper != null && samePerson(scoped.keeper, auditor)) {
      throw new Refusal(
          Reason.INVALID,
          "auditor",
          "made the present versions of most of what is audited: choose somebody else");
    }
    Map<String, Object> changes = new LinkedHashMap<>();
    changes.put("title", scoped.title);
    changes.put("itemsInScope", scoped.items);
    changes.put("keeper", scoped.keeper);
    register.add(number, Entry.of("clauseflow", "scoped", scoped.items + " items", changes));
    return scoped;
  }

  private boolean samePerson(String one, String other) {
    return jdbc.sql("select sms.natural_person(:one) = sms.natural_person(:other)")
        .param("one", one)
        .param("other", other)
        .query(Boolean.class)
        .single();
  }

  /**
   * Draws the sample. With the same seed the same items come out of the same CMDB; both are in the
   * journal.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public int draw(String number, AuditScope scope, int size, long seed) {
    register.flush();
    jdbc.sql("delete from sms.audit_item where audit = :audit").param("audit", number).update();
    int drawn =
        jdbc.sql(
                """
                insert into sms.audit_item (audit, position, ci)
                select :audit, row_number() over (order by c.name, c.id), c.id from (
                  select id from sms.cis_of_audit(:kind, :type, :service) id
                  order by sha256((:seed || ' ' || id)::bytea), id limit :size) drawn join sms.ci c on c.id = drawn.id
                """)
            .param("audit", number)
            .param("kind", scope.kind())
            .param("type", scope.type())
            .param("service", scope.service())
            .param("seed", Long.toString(seed))
            .param("size", size)
            .update();
    register.add(
        number,
        Entry.of(
            "clauseflow",
            "drawn",
            "%d items, with the seed %d, of the CMDB at %s".formatted(drawn, seed, clock.instant()),
            Map.of("seed", seed, "drawn", drawn, "drawnAt", clock.instant().toString())));
    return drawn;
  }

  int unchecked(String number) {
    return jdbc.sql("select count(*) from sms.audit_item where audit = :audit and result is null")
        .param("audit", number)
        .query(Integer.class)
        .single();
  }

  /**
   * Keeps what was checked of the sample; what stands in no list is left for later.
   *
   * @param checked result → items
   * @param notes lines such as "CI-0042: it stands in Kiel"
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void keepChecks(
      String number, Map<String, List<String>> checked, String notes, String checker) {
    register.flush();
    Map<String, String> said = notes(notes);
    checked.forEach(
        (result, cis) -> cis.forEach(ci -> keepCheck(number, ci, result, said.get(ci), checker)));
  }

  private void keepCheck(String number, String ci, String result, String note, String checker) {
    if (result.equals("differs") && note == null) {
      throw new Refusal(
          Reason.INVALID, "checkNotes", "say nothing of " + ci + ": in what does it differ?");
    }
    int kept =
        jdbc.sql(
                """
                update sms.audit_item set result = :result, note = :note, checked_by = :checker, checked_at = :at
                where audit = :audit and ci = :ci and result is null
                """)
            .param("result", result)
            .param("note", note)
            .param("checker", checker)
            .param("at", Timestamp.from(clock.instant()))
            .param("audit", number)
            .param("ci", ci)
            .update();
    if (kept == 0) {
      throw new Refusal(Reason.INVALID, result, "has " + ci + ", which stands in two lists");
    }
  }

  private static Map<String, String> notes(String text) {
    Map<String, String> notes = new HashMap<>();
    if (text != null) {
      text.lines()
          .map(line -> line.split(":", 2))
          .filter(parts -> parts.length == 2 && !parts[1].isBlank())
          .forEach(parts -> notes.put(parts[0].strip(), parts[1].strip()));
    }
    return notes;
  }

  /** Holds the CMDB against all that is known, and says in one sentence what came of it. */
  @Transactional(propagation = Propagation.MANDATORY)
  public int compare(String number, AuditScope scope) {
    register.flush();
    return search.find(number, scope, clock.instant());
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public String figures(String number, int items) {
    String figures = counted(number, items);
    register.add(number, Entry.of("clauseflow", "compared", figures, Map.of("figures", figures)));
    return figures;
  }

  private String counted(String number, int items) {
    return jdbc.sql(
            """
            select (select case when count(*) = 0 then '' else count(*) || ' checked by hand: '
                      || count(*) filter (where result = 'found') || ' as recorded, '
                      || count(*) filter (where result = 'differs') || ' differ, '
                      || count(*) filter (where result = 'notFound') || ' not found. ' end
                    from sms.audit_item where audit = :audit)
                || coalesce((select string_agg(n || ' ' || kind, ', ' order by n desc, kind) || '.'
                             from (select kind, sum(count) as n from sms.audit_deficiency where audit = :audit group by kind) k),
                            'Nothing wrong was found.')
            """)
        .param("audit", number)
        .query(String.class)
        .optional()
        .map(found -> items + " items. " + found)
        .orElseThrow();
  }

  /** Places of the deficiencies by what is proposed: correct or action. */
  List<String> proposed(String number, String decision) {
    return jdbc.sql(
            """
            select place::text from sms.audit_deficiency
            where audit = :audit and case when kind in ('licence', 'asset') then 'action' else 'correct' end = :decision
            order by place
            """)
        .param("audit", number)
        .param("decision", decision)
        .query(String.class)
        .list();
  }

  /**
   * Keeps what was decided on each deficiency.
   *
   * @param decisions correct, action and accept → places
   * @return about how many something is done
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public int decide(
      String number, Map<String, List<String>> decisions, String reason, String decider) {
    register.flush();
    List<String> undecided = new ArrayList<>(open(number));
    decisions.forEach(
        (decision, places) ->
            places.forEach(
                place -> {
                  if (!undecided.remove(place)) {
                    throw new Refusal(
                        Reason.INVALID, decision, "has " + place + ", which stands in two lists");
                  }
                  decide(
                      number, place, decision, decision.equals("accept") ? reason : null, decider);
                }));
    if (!undecided.isEmpty()) {
      throw new Refusal(
          Reason.INVALID,
          "decisions",
          "are missing for the deficiencies " + String.join(", ", undecided));
    }
    return ACTS.stream().mapToInt(act -> decisions.get(act).size()).sum();
  }

  private void decide(String number, String place, String decision, String reason, String decider) {
    jdbc.sql(
            """
            update sms.audit_deficiency set decision = :decision, reason = :reason, decided_by = :decider, decided_at = :at
            where audit = :audit and place = :place
            """)
        .param("decision", decision)
        .param("reason", reason)
        .param("decider", decider)
        .param("at", Timestamp.from(clock.instant()))
        .param("audit", number)
        .param("place", Integer.valueOf(place))
        .update();
  }

  private List<String> open(String number) {
    return jdbc.sql(
            "select place::text from sms.audit_deficiency where audit = :audit order by place")
        .param("audit", number)
        .query(String.class)
        .list();
  }

  /**
   * @param index among those that something is done about, from 0
   */
  Deficiency acted(String number, int index) {
    return jdbc.sql(
            """
            select d.decision, left('Audit: ' || d.title, 200) as title,
                   left('Found by the audit ' || d.audit || ' (' || r.title || '): ' || coalesce(d.detail, d.title)
                     || coalesce(E'\\n\\n' || d.reason, ''), 4000) as description, d.cis, d.decided_by
            from sms.audit_deficiency d join sms.record r on r.number = d.audit
            where d.audit = :audit and d.decision in ('correct', 'action') order by d.place offset :index limit 1
            """)
        .param("audit", number)
        .param("index", index)
        .query(
            (rs, i) ->
                new Deficiency(
                    rs.getString("decision"),
                    rs.getString("title"),
                    rs.getString("description"),
                    List.of((String[]) rs.getArray("cis").getArray()),
                    rs.getString("decided_by")))
        .single();
  }
}
