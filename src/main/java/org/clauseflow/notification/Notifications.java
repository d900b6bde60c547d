package org.clauseflow.notification;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Register;
import org.springframework.stereotype.Service;

/**
 * Tells people by mail what a step did: writes the mails and keeps in the journal who was told, who
 * was not, and why.
 */
@Service
public class Notifications {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  /** Of more people the journal keeps how many they are; each of them is in the log of mails. */
  private static final int MOST_NAMED = 20;

  private final MailTemplates templates;
  private final Outbox outbox;
  private final Register register;
  private final MailSettings settings;

  Notifications(MailTemplates templates, Outbox outbox, Register register, MailSettings settings) {
    this.templates = templates;
    this.outbox = outbox;
    this.register = register;
    this.settings = settings;
  }

  public void send(Notice notice) {
    if (notice.template() == null || notice.to() == null) {
      throw new IllegalArgumentException(
          "The step \""
              + notice.elementName()
              + "\" needs the inputs template and to, to know what to tell whom");
    }
    // An imported record replays the past: its people were told then.
    String told =
        "import".equals(notice.facts().get("source"))
            ? "nobody, as the record was imported"
            : write(
                notice,
                Stream.of(notice.to().split(","))
                    .map(String::strip)
                    .filter(to -> !to.isEmpty())
                    .toList());
    register.add(
        notice.record(),
        new Entry(
            "clauseflow",
            "notified",
            notice.elementId(),
            notice.elementName(),
            notice.template() + ": " + told,
            Map.of()));
  }

  /**
   * Writes to somebody what concerns no record alone, such as the answer to a mail.
   *
   * @param key what is told: with the same key nobody is written to twice
   * @param inReplyTo id of the mail that is answered, null if none is
   */
  public void answer(
      String key, String template, String address, String inReplyTo, Map<String, Object> facts) {
    outbox.write(key, template, templates.render(template, facts), address, inReplyTo);
  }

  private String write(Notice notice, List<String> to) {
    if (to.stream().anyMatch(name -> name.equals("owner") || name.startsWith("linked"))) {
      // who owns the record and what is part of it may have been said in this very step
      register.flush();
    }
    Map<String, Object> facts = notice.facts();
    boolean confidential = Boolean.TRUE.equals(facts.get("confidential"));
    String title = confidential ? null : text(facts.get("title"));
    MailTemplates.Text text =
        templates.render(notice.template(), model(facts, confidential, title));
    List<Told> told =
        outbox.write(
            notice.step(),
            notice.record(),
            notice.template(),
            text,
            new Addressees(
                to.contains("reporter") || to.contains("reporters")
                    ? text(facts.get("reporter"))
                    : null,
                to.contains("reporters") ? notice.record() : null,
                to.contains("affectedReporters") ? notice.record() : null,
                roles(to, facts),
                to.contains("customerContacts") ? text(facts.get("customer")) : null,
                to.contains("serviceCustomers") ? text(facts.get("service")) : null,
                to.contains("owner") ? notice.record() : null,
                to.contains("linkedReporters") ? notice.record() : null,
                to.contains("linkedCustomers") ? notice.record() : null,
                to.contains("linkedGroups") ? notice.record() : null),
            title,
            text(facts.get("service")));
    return summary(to, told, facts);
  }

  /**
   * What a template may use. Of a confidential record a mail carries the number and what has become
   * of it, no more.
   */
  private Map<String, Object> model(Map<String, Object> facts, boolean confidential, String title) {
    Map<String, Object> model = new LinkedHashMap<>();
    if (confidential) {
      model.put("confidential", true);
    } else {
      facts.forEach((name, value) -> model.put(name, MailTemplates.withoutMarkers(text(value))));
      model.put("service", facts.get("service") == null ? null : MailTemplates.SERVICE);
      model.put("title", title == null ? null : MailTemplates.TITLE);
    }
    model.put("number", MailTemplates.NUMBER);
    // what a mail says of answering it is true
    model.put("answersAreRead", settings.answersAreRead());
    model.put("name", MailTemplates.NAME);
    return model;
  }

  private static String roles(List<String> to, Map<String, Object> facts) {
    String roles =
        to.stream().map(name -> role(name, facts)).filter(Objects::nonNull).collect(joining(","));
    return roles.isEmpty() ? null : roles;
  }

  private static String role(String to, Map<String, Object> facts) {
    return switch (to) {
      case "reporter",
          "reporters",
          "affectedReporters",
          "customerContacts",
          "serviceCustomers",
          "owner",
          "linkedReporters",
          "linkedCustomers",
          "linkedGroups" ->
          null;
      case "supportGroup" -> text(facts.get("supportGroup"));
      default -> to;
    };
  }

  private static String summary(List<String> to, List<Told> told, Map<String, Object> facts) {
    List<String> parts = new ArrayList<>();
    told.stream()
        .filter(Told::willBeSent)
        .collect(groupingBy(Told::as, LinkedHashMap::new, toList()))
        .forEach(
            (as, people) -> {
              if (people.size() > MOST_NAMED) {
                parts.add(people.size() + " people (" + as + ")");
              } else {
                people.forEach(t -> parts.add(t.recipient() + " (" + as + ")"));
              }
            });
    told.stream()
        .filter(t -> !t.willBeSent())
        .map(t -> "not " + t.recipient() + " (" + t.as() + "): " + t.reason())
        .forEach(parts::add);
    to.stream()
        .filter(name -> told.stream().noneMatch(t -> t.as().equals(as(name, facts))))
        .map(name -> name + ": nobody")
        .forEach(parts::add);
    return String.join("; ", parts);
  }

  private static String as(String to, Map<String, Object> facts) {
    return switch (to) {
      case "reporters" -> "reporter";
      case "affectedReporters" -> "affected reporter";
      case "customerContacts" -> "customer";
      case "supportGroup" -> text(facts.get("supportGroup"));
      default -> to;
    };
  }

  private static String text(Object value) {
    if (value instanceof Date date) {
      return TIME.format(date.toInstant());
    }
    return value instanceof String || value instanceof Number || value instanceof Boolean
        ? value.toString()
        : null;
  }
}
