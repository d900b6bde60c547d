package org.clauseflow.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import net.fortuna.ical4j.data.CalendarOutputter;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.Categories;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.DtEnd;
import net.fortuna.ical4j.model.property.DtStamp;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.LastModified;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.Sequence;
import net.fortuna.ical4j.model.property.Status;
import net.fortuna.ical4j.model.property.Summary;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.XProperty;
import net.fortuna.ical4j.model.property.immutable.ImmutableCalScale;
import net.fortuna.ical4j.model.property.immutable.ImmutableStatus;
import net.fortuna.ical4j.model.property.immutable.ImmutableTransp;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;
import org.clauseflow.catalogue.People;
import org.clauseflow.catalogue.Person;
import org.clauseflow.catalogue.Service;
import org.clauseflow.catalogue.Services;
import org.springframework.stereotype.Component;

/**
 * Writes the schedule of change as iCalendar. An event keeps its UID for good and counts its
 * changes, so that calendars move and cancel what they have; all times are UTC.
 */
@Component
class ScheduleCalendar {

  private static final Map<String, String> KINDS =
      Map.of("change", "Change", "maintenance", "Maintenance window", "freeze", "Freeze");

  private final People people;
  private final Services services;

  ScheduleCalendar(People people, Services services) {
    this.people = people;
    this.services = services;
  }

  /**
   * @param owner whose calendar it is: busy while they implement a change
   */
  byte[] write(String name, String owner, List<Planned> planned) {
    Map<String, String> names =
        services.live().stream().collect(Collectors.toMap(Service::id, Service::name));
    Calendar calendar = new Calendar();
    calendar.add(new ProdId("-//Clauseflow//Schedule of change//EN"));
    calendar.add(ImmutableVersion.VERSION_2_0);
    calendar.add(ImmutableCalScale.GREGORIAN);
    calendar.add(new XProperty("X-WR-CALNAME", clean(name)));
    calendar.add(new XProperty("X-PUBLISHED-TTL", "PT1H"));
    planned.forEach(one -> calendar.add(event(one, owner, names)));
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try {
      // an empty calendar is one, too
      new CalendarOutputter(false).output(calendar, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content.toByteArray();
  }

  private VEvent event(Planned one, String owner, Map<String, String> names) {
    boolean change = one.kind().equals("change");
    VEvent event = new VEvent(false);
    event.add(new Uid((change ? one.id() : one.id() + "-" + one.day()) + "@clauseflow"));
    event.add(new DtStamp(one.updatedAt()));
    event.add(new LastModified(one.updatedAt()));
    event.add(new Sequence(one.revision()));
    event.add(new DtStart<>(one.startsAt()));
    event.add(new DtEnd<>(one.endsAt()));
    event.add(
        new Summary(clean((change ? one.id() : KINDS.get(one.kind()) + ":") + " " + one.title())));
    event.add(new Description(clean(description(one, names))));
    event.add(new Categories(KINDS.get(one.kind())));
    event.add(status(one));
    event.add(
        owner.equals(one.implementer()) ? ImmutableTransp.OPAQUE : ImmutableTransp.TRANSPARENT);
    return event;
  }

  private static Status status(Planned one) {
    return switch (one.state() == null ? "" : one.state()) {
      case "proposed" -> ImmutableStatus.VEVENT_TENTATIVE;
      case "cancelled" -> ImmutableStatus.VEVENT_CANCELLED;
      default -> ImmutableStatus.VEVENT_CONFIRMED;
    };
  }

  private String description(Planned one, Map<String, String> names) {
    StringJoiner lines = new StringJoiner("\n");
    add(lines, "", one.reason());
    add(lines, "Service: ", names.getOrDefault(one.service(), one.service()));
    add(lines, "State: ", one.state());
    add(lines, "Implemented by: ", people.find(one.implementer()).map(Person::name).orElse(null));
    add(lines, "Collision to be settled: ", one.collision());
    return lines.toString();
  }

  private static void add(StringJoiner lines, String what, String text) {
    if (text != null && !text.isBlank()) {
      lines.add(what + text);
    }
  }

  /** Line breaks and commas are escaped as it is written; what no text may hold goes. */
  private static String clean(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n').replaceAll("[\\p{Cntrl}&&[^\n\t]]", "");
  }
}
