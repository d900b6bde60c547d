package org.clauseflow.clock;

import de.focus_shift.jollyday.core.CalendarHierarchy;
import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.LocalDate;
import java.time.Year;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Public holidays by calendar and year; a year is worked out once, for it takes milliseconds. */
final class Holidays {

  private static final Map<Key, Map<LocalDate, String>> YEARS = new ConcurrentHashMap<>();

  private Holidays() {}

  /**
   * The public and bank holidays of a year with their English names; days that are observed but
   * worked are not among them.
   *
   * @param calendar country and its parts, as jollyday names them: de, de_nw, us_ny
   */
  static Map<LocalDate, String> of(String calendar, int year) {
    return YEARS.computeIfAbsent(new Key(calendar, year), Holidays::compute);
  }

  private static Map<LocalDate, String> compute(Key key) {
    String[] path = key.calendar.split("_");
    String[] parts = Arrays.copyOfRange(path, 1, path.length);
    Map<LocalDate, String> days = new TreeMap<>();
    manager(key.calendar, path[0], parts).getHolidays(Year.of(key.year), parts).stream()
        .filter(holiday -> holiday.getType() != HolidayType.OBSERVANCE)
        .sorted(Comparator.comparing(Holiday::getPropertiesKey))
        .forEach(
            holiday -> days.putIfAbsent(holiday.getDate(), holiday.getDescription(Locale.ENGLISH)));
    return days;
  }

  /**
   * The library ignores a part that it does not know and would count that part's holidays as
   * worked.
   */
  private static HolidayManager manager(String calendar, String country, String[] parts) {
    List<String> countries =
        HolidayManager.getSupportedCalendarCodes().stream()
            .map(code -> code.toLowerCase(Locale.ROOT))
            .sorted()
            .toList();
    if (!countries.contains(country)) {
      throw unknown(calendar, "countries are " + countries);
    }
    HolidayManager manager = HolidayManager.getInstance(ManagerParameters.create(country));
    CalendarHierarchy place = manager.getCalendarHierarchy();
    for (String part : parts) {
      CalendarHierarchy within = place.getChildren().get(part);
      if (within == null) {
        throw unknown(
            calendar,
            place.getId()
                + " has the parts "
                + place.getChildren().keySet().stream().sorted().toList());
      }
      place = within;
    }
    return manager;
  }

  private static IllegalArgumentException unknown(String calendar, String remedy) {
    return new IllegalArgumentException(
        "There is no holiday calendar '" + calendar + "': " + remedy);
  }

  private record Key(String calendar, int year) {}
}
