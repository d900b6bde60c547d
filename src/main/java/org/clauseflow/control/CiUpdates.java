package org.clauseflow.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.clauseflow.cmdb.CiType;
import org.clauseflow.cmdb.CiTypes;
import org.clauseflow.cmdb.ConfigurationItem;
import org.clauseflow.cmdb.ConfigurationItems;
import org.clauseflow.cmdb.Mandate;
import org.clauseflow.cmdb.Relation;
import org.clauseflow.control.CiUpdate.Related;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Updates of the CMDB, item by item (clause 9.1). What is written down is tried at once and taken
 * back, so that whoever wrote it learns what the CMDB refuses; later the same is applied, whole or
 * not at all.
 */
@Service
class CiUpdates {

  /**
   * What became of what was written down.
   *
   * @param refusal why it cannot be done like this, null if it can
   * @param statusAfter the status that the item gets or keeps, none of a type
   */
  record Drafted(String refusal, String statusAfter, boolean masterCopyNamed) {}

  /**
   * @param ci the item, null of a type
   * @param refusal why it was not done, null if it was
   */
  record Applied(String ci, String refusal) {}

  private record Draft(
      int position,
      String action,
      String ci,
      Instant seenAt,
      String content,
      String summary,
      String writtenBy) {}

  private static final Set<String> TEXTS =
      Set.of("type", "name", "description", "status", "version", "location", "owner", "masterCopy");

  /** For a trial: whether a request for change is asked for is the table's affair. */
  private static final String TRIAL = "trial";

  private final ConfigurationItems items;
  private final CiTypes types;
  private final Register register;
  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;
  private final TransactionTemplate nested;

  CiUpdates(
      ConfigurationItems items,
      CiTypes types,
      Register register,
      JdbcClient jdbc,
      ObjectMapper json,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.items = items;
    this.types = types;
    this.register = register;
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
    this.nested = new TransactionTemplate(transactions);
    this.nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
  }

  ConfigurationItem item(String ci) {
    return items
        .find(ci)
        .orElseThrow(
            () -> new Refusal(Reason.INVALID, "ciNumber", "names no configuration item: " + ci));
  }

  Optional<CiType> type(String id) {
    return types.find(id);
  }

  private List<Relation> own(String ci) {
    return items.relations(ci, null).stream().filter(r -> r.from().equals(ci)).toList();
  }

  /** Keeps what was written down, if the CMDB would take it. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Drafted draft(String number, CiWish wish, String writer) {
    Optional<ConfigurationItem> now = Optional.ofNullable(wish.ci()).map(this::item);
    String before = now.map(ConfigurationItem::status).orElse("none");
    CiUpdate update;
    try {
      update = update(wish, now.orElse(null));
      if (update.isNothing()) {
        throw new Refusal(Reason.INVALID, "Nothing differs from what the CMDB has already");
      }
      nested.executeWithoutResult(
          trial -> {
            write(wish.action(), wish.ci(), update, new Mandate(writer, TRIAL));
            trial.setRollbackOnly();
          });
    } catch (Refusal refusal) {
      return new Drafted(said(refusal), before, false);
    }
    keep(number, wish, now.orElse(null), update, writer);
    return new Drafted(null, after(wish, before), masterCopy(update, now.orElse(null)) != null);
  }

  private static String after(CiWish wish, String before) {
    return switch (wish.action()) {
      case "retire" -> "retired";
      case "register", "change" -> Objects.toString(wish.fields().get("status"), before);
      default -> before;
    };
  }

  private static Object masterCopy(CiUpdate update, ConfigurationItem now) {
    return update.fields().containsKey("masterCopy") || now == null
        ? update.fields().get("masterCopy")
        : now.masterCopy();
  }

  private void keep(
      String number, CiWish wish, ConfigurationItem now, CiUpdate update, String writer) {
    register.flush();
    // what was written down before and not applied is written down anew
    jdbc.sql("delete from sms.ci_update where record = :record and applied_at is null")
        .param("record", number)
        .update();
    jdbc.sql(
            """
            insert into sms.ci_update (record, position, action, ci, seen_at, content, summary, written_by, written_at)
            select :record, coalesce(max(position), 0) + 1, :action, :ci, :seenAt, :content::jsonb, :summary, :writer, :at
            from sms.ci_update where record = :record
            """)
        .param("record", number)
        .param("action", wish.action())
        .param("ci", wish.ci())
        .param("seenAt", now == null ? null : Timestamp.from(now.validFrom()))
        .param("content", text(update))
        .param("summary", summary(wish, now, update))
        .param("writer", writer)
        .param("at", Timestamp.from(clock.instant()))
        .update();
  }

  /** Only what differs: so that two who change different fields do not undo each other. */
  private CiUpdate update(CiWish wish, ConfigurationItem now) {
    Map<String, Object> fields = new LinkedHashMap<>();
    List<Related> relate = new ArrayList<>();
    List<Related> unrelate = new ArrayList<>();
    switch (wish.action()) {
      case "retire" -> {
        if (now.status().equals("retired")) {
          throw new Refusal(Reason.INVALID, now.id() + " is retired already");
        }
        fields.put("status", "retired");
      }
      case "register" -> {
        fields.put("type", wish.type());
        wish.fields().forEach((name, value) -> putUnlessNull(fields, name, value));
        fields.put("attributes", values(wish, Map.of()));
        relate.addAll(wish.relate());
      }
      case "change" -> {
        Map<String, Object> present = fields(now);
        wish.fields().entrySet().stream()
            .filter(field -> TEXTS.contains(field.getKey()))
            .filter(field -> !Objects.equals(blank(field.getValue()), present.get(field.getKey())))
            .forEach(field -> fields.put(field.getKey(), field.getValue()));
        Map<String, Object> attributes = values(wish, now.attributes());
        if (!attributes.isEmpty()) {
          fields.put("attributes", attributes);
        }
      }
      case "relate" -> {
        List<Relation> present = own(now.id());
        wish.relate().stream()
            .filter(one -> present.stream().noneMatch(has -> same(one, has)))
            .forEach(relate::add);
        present.stream()
            .filter(has -> wish.unrelate().contains(has.kind() + " " + has.to()))
            .map(has -> new Related(has.kind(), has.to(), null, null))
            .forEach(unrelate::add);
      }
      default -> {
        return new CiUpdate(fields, relate, unrelate, definition(wish.definition()));
      }
    }
    return new CiUpdate(fields, relate, unrelate, null);
  }

  private static void putUnlessNull(Map<String, Object> fields, String name, Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private static Object blank(Object value) {
    return "".equals(value) ? null : value;
  }

  private static Map<String, Object> fields(ConfigurationItem item) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", item.name());
    fields.put("description", blank(item.description()));
    fields.put("status", item.status());
    fields.put("version", item.version());
    fields.put("location", item.location());
    fields.put("owner", item.owner());
    fields.put("masterCopy", item.masterCopy());
    return fields;
  }

  private static CiType definition(CiWish.TypeWish type) {
    return new CiType(
        type.id(),
        type.name(),
        type.definition(),
        type.degreeOfControl(),
        type.masterCopy(),
        type.reviewDays(),
        AttributeLines.definitions(type.attributes()));
  }

  /** The attributes that differ, numbers as numbers. */
  private Map<String, Object> values(CiWish wish, Map<String, Object> present) {
    CiType type = types.find(wish.type()).orElseThrow();
    Map<String, String> written = AttributeLines.values(type, wish.attributes());
    Map<String, Object> values = new LinkedHashMap<>();
    for (CiType.Attribute attribute : type.attributes()) {
      String name = attribute.name();
      String value = written.get(name);
      if (written.containsKey(name)
          && !Objects.equals(value, Objects.toString(present.get(name), null))) {
        values.put(name, attribute.kind().equals("number") ? number(name, value) : value);
      }
    }
    return values;
  }

  private static BigDecimal number(String attribute, String value) {
    try {
      return value == null ? null : new BigDecimal(value.strip());
    } catch (NumberFormatException e) {
      throw new Refusal(Reason.INVALID, "attributes", attribute + " is not a number: " + value);
    }
  }

  private static boolean same(Related wanted, Relation present) {
    return wanted.kind().equals(present.kind())
        && wanted.to().equals(present.to())
        && Objects.equals(wanted.redundancy(), present.redundancy())
        && Objects.equals(wanted.needed(), present.needed());
  }

  /** What it changes, a line each, for those who check it. */
  private static String summary(CiWish wish, ConfigurationItem now, CiUpdate update) {
    List<String> lines = new ArrayList<>();
    Map<String, Object> before = new LinkedHashMap<>();
    if (now != null) {
      before.putAll(fields(now));
      before.putAll(now.attributes());
    }
    update
        .fields()
        .forEach(
            (name, value) -> {
              if (value instanceof Map<?, ?> attributes) {
                attributes.forEach((key, v) -> lines.add(changed(String.valueOf(key), before, v)));
              } else {
                lines.add(changed(name, before, value));
              }
            });
    update.relate().forEach(one -> lines.add("relates: " + one.said()));
    update.unrelate().forEach(one -> lines.add("no longer: " + one.said()));
    CiType type = update.definition();
    if (type != null) {
      lines.add(
          "type %s: %s; %s control, attributes: %s"
              .formatted(
                  type.id(),
                  type.definition(),
                  type.degreeOfControl(),
                  type.attributes().stream().map(CiType.Attribute::name).toList()));
    }
    return String.join("\n", lines);
  }

  private static String changed(String field, Map<String, Object> before, Object after) {
    return "%s: %s → %s"
        .formatted(field, Objects.toString(before.get(field), "–"), Objects.toString(after, "–"));
  }

  /** Applies what was written down last, under the name of who wrote it. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Applied apply(String number, String change, boolean called, String actor) {
    Draft draft = draft(number);
    try {
      if (change != null) {
        allowed(change, called);
      }
      unchangedSince(draft);
      CiUpdate update = json.readValue(draft.content, CiUpdate.class);
      String ci =
          nested.execute(
              whole -> write(draft.action, draft.ci, update, new Mandate(draft.writtenBy, change)));
      jdbc.sql(
              """
              update sms.ci_update set ci = :ci, applied_by = :actor, applied_at = :at, change = :change
              where record = :record and position = :position
              """)
          .param("ci", ci)
          .param("actor", actor)
          .param("at", Timestamp.from(clock.instant()))
          .param("change", change)
          .param("record", number)
          .param("position", draft.position)
          .update();
      register.add(
          number,
          Entry.of(
              actor,
              "updated",
              (ci == null ? "" : ci + " ") + draft.action + "\n" + draft.summary,
              ci == null ? Map.of() : Map.of("ci", ci)));
      return new Applied(ci, null);
    } catch (Refusal refusal) {
      register.add(number, Entry.of(actor, "refused", said(refusal), Map.of()));
      return new Applied(draft.ci, said(refusal));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Draft draft(String number) {
    return jdbc.sql(
            """
            select position, action, ci, seen_at, content, summary, written_by from sms.ci_update
            where record = :record and applied_at is null
            """)
        .param("record", number)
        .query(Draft.class)
        .single();
  }

  private void allowed(String change, boolean called) {
    String question =
        called
            ? "select not exists (select from sms.record where number = :change and status in ('rejected', 'withdrawn', 'failed', 'removed'))"
            : "select sms.change_allows(:change)";
    if (!jdbc.sql(question).param("change", change).query(Boolean.class).single()) {
      throw new Refusal(
          Reason.INVALID,
          change
              + " does not allow it any more, or not yet: name a request for change that is approved");
    }
  }

  private void unchangedSince(Draft draft) {
    if (draft.ci != null && !item(draft.ci).validFrom().equals(draft.seenAt)) {
      throw new Refusal(
          Reason.NOT_NOW,
          draft.ci
              + " was changed by "
              + item(draft.ci).changedBy()
              + " meanwhile: look at it again");
    }
  }

  private String write(String action, String ci, CiUpdate update, Mandate mandate) {
    if (action.equals("defineType")) {
      types.define(update.definition());
      return null;
    }
    String id = action.equals("register") ? items.register(update.fields(), mandate) : ci;
    if (!action.equals("register") && !update.fields().isEmpty()) {
      items.change(id, update.fields(), mandate);
    }
    update.unrelate().forEach(one -> items.unrelate(id, one.kind(), one.to(), mandate));
    update.relate().forEach(one -> items.relate(one.from(id), mandate));
    return id;
  }

  private static String said(Refusal refusal) {
    return refusal.field() == null
        ? refusal.getMessage()
        : refusal.field() + " " + refusal.getMessage();
  }

  private String text(CiUpdate update) {
    try {
      return json.writeValueAsString(update);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
