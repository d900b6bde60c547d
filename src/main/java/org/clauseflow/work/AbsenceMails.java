package org.clauseflow.work;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clauseflow.catalogue.People;
import org.clauseflow.notification.Notifications;
import org.springframework.stereotype.Component;

/** Tells by mail who acts for whom, and which tasks that brings. */
@Component
class AbsenceMails {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private final People people;
  private final Notifications notifications;

  AbsenceMails(People people, Notifications notifications) {
    this.people = people;
    this.notifications = notifications;
  }

  /** The deputy, and the absent one if somebody else has entered it. */
  void entered(Absence absence) {
    Map<String, Object> facts = facts(absence.personName(), absence.deputyName());
    facts.put("from", TIME.format(absence.from()));
    facts.put("until", TIME.format(absence.until()));
    send("absence %d entered".formatted(absence.id()), "absence-deputy", absence.deputy(), facts);
    if (!absence.enteredBy().equals(absence.person())) {
      send(
          "absence %d entered for".formatted(absence.id()),
          "absence-entered",
          absence.person(),
          facts);
    }
  }

  /**
   * @param key once for these tasks
   * @param tasks a line each
   */
  void given(String key, String absent, String deputy, Instant until, List<String> tasks) {
    Map<String, Object> facts = facts(name(absent), name(deputy));
    facts.put("until", TIME.format(until));
    facts.put("tasks", String.join("\n", tasks));
    send(key, "absence-tasks", deputy, facts);
  }

  void returned(String key, String absent, String deputy, List<String> tasks) {
    Map<String, Object> facts = facts(name(absent), name(deputy));
    facts.put("tasks", tasks.isEmpty() ? null : String.join("\n", tasks));
    send(key, "absence-over", absent, facts);
  }

  private static Map<String, Object> facts(String absent, String deputy) {
    Map<String, Object> facts = new HashMap<>();
    facts.put("absent", absent);
    facts.put("deputy", deputy);
    return facts;
  }

  private String name(String id) {
    return people.find(id).map(person -> person.name()).orElse(id);
  }

  private void send(String key, String template, String to, Map<String, Object> facts) {
    people
        .find(to)
        .filter(person -> person.active() && person.mail() != null && !person.mail().isBlank())
        .ifPresent(person -> notifications.answer(key, template, person.mail(), null, facts));
  }
}
