package org.clauseflow.clock;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Register;

/** What happened to a record's targets at once: one entry of its journal. */
final class TargetChanges {

  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm VV");

  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Map<TargetKind, Instant> due = new EnumMap<>(TargetKind.class);
  private final List<String> sentences = new ArrayList<>();

  TargetChanges add(TargetKind kind, String state) {
    return add(kind, state, state);
  }

  TargetChanges add(TargetKind kind, String state, String how) {
    values.put(kind.id() + "Clock", state);
    sentences.add((sentences.isEmpty() ? capital(kind.id()) : kind.id()) + " target " + how);
    return this;
  }

  TargetChanges add(TargetKind kind, String state, String how, Instant dueAt, ZoneId zone) {
    values.put(kind.id() + "Due", dueAt.toString());
    due.put(kind, dueAt);
    return add(kind, state, how + ", due " + LOCAL.format(dueAt.atZone(zone)));
  }

  /** The due dates that were set. */
  Map<TargetKind, Instant> due() {
    return due;
  }

  void write(Register register, String number) {
    write(register, number, null, null);
  }

  void write(Register register, String number, String elementId, String reason) {
    if (!sentences.isEmpty()) {
      String note = String.join(", ", sentences) + (reason == null ? "" : ": " + reason);
      register.add(number, new Entry("clock", "clock", elementId, null, note, values));
    }
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1);
  }
}
