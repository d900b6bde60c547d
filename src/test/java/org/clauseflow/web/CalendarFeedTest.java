package org.clauseflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.Property;
import org.clauseflow.control.ChangeWindow;
import org.clauseflow.control.ScheduleStory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** The schedule of change in people's calendars; in 2022. */
class CalendarFeedTest extends ScheduleStory {

  private static final String FEEDS = "/api/schedule-of-change/feeds";
  private static final Instant TUESDAY = Instant.parse("2022-03-15T20:00:00Z");

  @Autowired private MockMvc http;
  @Autowired private ObjectMapper json;

  @BeforeEach
  void inMarch() {
    at(Instant.parse("2022-03-07T09:00:00Z"));
    as("carla");
  }

  @Test
  void aCalendarShowsMovesAndCancelsWhatIsPlanned() throws Exception {
    String address = subscribe("chloe", "portal", null);
    assertThat(events(address)).isEmpty();
    String number =
        plan(
            TUESDAY,
            TUESDAY.plusSeconds(3600),
            "service",
            "portal",
            "implementer",
            "chloe",
            "title",
            "Größer; schöner, \"neu\"\r\nEND:VEVENT\u0007");
    windows.add(
        new ChangeWindow(
            null,
            "freeze",
            "Meter readings",
            "Nobody logs in",
            "portal",
            null,
            Instant.parse("2022-04-01T00:00:00Z"),
            Instant.parse("2022-04-02T00:00:00Z"),
            "FREQ=MONTHLY;COUNT=2",
            "UTC"),
        "carla");

    Map<String, Component> events = events(address);
    assertThat(events).hasSize(3);
    Component change = events.get(number + "@clauseflow");
    assertThat(value(change, "SUMMARY"))
        .isEqualTo(number + " Größer; schöner, \"neu\"\nEND:VEVENT");
    assertThat(value(change, "DTSTART")).isEqualTo("20220315T200000Z");
    assertThat(value(change, "DTEND")).isEqualTo("20220315T210000Z");
    assertThat(value(change, "STATUS")).isEqualTo("TENTATIVE");
    assertThat(value(change, "TRANSP")).as("who implements it is busy").isEqualTo("OPAQUE");
    assertThat(value(change, "DESCRIPTION"))
        .contains("Service: Customer portal", "Implemented by: Chloe Martin");
    assertThat(
            events.values().stream()
                .map(event -> value(event, "SUMMARY"))
                .filter("Freeze: Meter readings"::equals))
        .hasSize(2);
    int sequence = Integer.parseInt(value(change, "SEQUENCE"));

    next(number, "wanted", "approved", "plannedStart", "2022-03-15T20:30:00Z");
    Component moved = events(address).get(number + "@clauseflow");
    assertThat(value(moved, "DTSTART")).isEqualTo("20220315T203000Z");
    assertThat(value(moved, "STATUS")).isEqualTo("CONFIRMED");
    assertThat(Integer.parseInt(value(moved, "SEQUENCE"))).isGreaterThan(sequence);

    next(number, "wanted", "cancelled");
    Component cancelled = events(address).get(number + "@clauseflow");
    assertThat(value(cancelled, "STATUS")).isEqualTo("CANCELLED");
    assertThat(Integer.parseInt(value(cancelled, "SEQUENCE")))
        .isGreaterThan(Integer.parseInt(value(moved, "SEQUENCE")));
    windows.list("freeze", "portal", null, 0, 10).forEach(w -> windows.remove(w.id(), "carla"));
    assertThat(events(address).values())
        .allMatch(event -> "CANCELLED".equals(value(event, "STATUS")));
  }

  @Test
  void whatIsTheSameIsNotSentAgain() throws Exception {
    String address = subscribe("chloe", "portal", null);
    MockHttpServletResponse first = read(get(address));
    assertThat(first.getContentType()).isEqualTo("text/calendar;charset=UTF-8");
    String etag = first.getHeader("ETag");
    at(Instant.parse("2022-03-07T10:00:00Z"));
    assertThat(read(get(address).header("If-None-Match", etag)).getStatus()).isEqualTo(304);
    assertThat(
            read(get(address).header("If-Modified-Since", first.getHeader("Last-Modified")))
                .getStatus())
        .isEqualTo(304);
    plan(TUESDAY, TUESDAY.plusSeconds(3600), "service", "portal");
    MockHttpServletResponse second = read(get(address).header("If-None-Match", etag));
    assertThat(second.getStatus()).isEqualTo(200);
    assertThat(second.getHeader("Last-Modified")).isEqualTo("Mon, 07 Mar 2022 10:00:00 GMT");
    assertThat(second.getHeader("Cache-Control")).contains("private");
  }

  @Test
  void eachSeesWhatIsTheirs() throws Exception {
    String portal =
        plan(TUESDAY, TUESDAY.plusSeconds(3600), "service", "portal", "reporter", "david");
    String records =
        plan(TUESDAY, TUESDAY.plusSeconds(3600), "configurationItems", List.of("CI-0018"));
    String secret =
        plan(TUESDAY, TUESDAY.plusSeconds(3600), "service", "portal", "confidential", true);
    assertThat(events(subscribe("stefan", null, null)).keySet())
        .contains(portal + "@clauseflow")
        .doesNotContain(records + "@clauseflow", secret + "@clauseflow");
    assertThat(events(subscribe("umar", null, "hafenklinik")).keySet())
        .contains(records + "@clauseflow")
        .doesNotContain(portal + "@clauseflow");
    assertThat(events(subscribe("david", null, null)).keySet())
        .as("what he asked for")
        .contains(portal + "@clauseflow")
        .doesNotContain(records + "@clauseflow");
    assertThat(events(subscribe("marta", null, null)).keySet())
        .as("of her services")
        .contains(portal + "@clauseflow", records + "@clauseflow");
    send("stefan", post(FEEDS), "{\"name\": \"Theirs\", \"customer\": \"hafenklinik\"}")
        .andExpect(status().isBadRequest());
    send("stefan", post(FEEDS), "{\"name\": \"Theirs\", \"service\": \"records\"}")
        .andExpect(status().isBadRequest());
    send("stefan", post(FEEDS), "{\"service\": \"portal\"}").andExpect(status().isBadRequest());
  }

  @Test
  void anAddressIsSecretAndEndsWithWhoMadeIt() throws Exception {
    String address = subscribe("willem", null, null);
    String secret = address.replaceAll(".*/|\\.ics", "");
    assertThat(
            jdbc.sql(
                    "select count(*) from sms.change_calendar c where c::text like '%' || :secret || '%'")
                .param("secret", secret)
                .query(Integer.class)
                .single())
        .as("a hash of it is kept")
        .isZero();
    send("willem", get(FEEDS), null)
        .andExpect(jsonPath("$.items[0].name").value("Changes"))
        .andExpect(jsonPath("$.items[0].address").doesNotExist());
    assertThat(read(get(address.replace(secret, "unheard-of"))).getStatus()).isEqualTo(404);

    jdbc.sql("update sms.person set active = false where id = 'willem'").update();
    try {
      assertThat(read(get(address).accept("text/calendar")).getStatus()).isEqualTo(404);
    } finally {
      jdbc.sql("update sms.person set active = true where id = 'willem'").update();
    }
    assertThat(read(get(address)).getStatus()).isEqualTo(200);

    JsonNode own =
        json.readTree(
            send("willem", get(FEEDS), null).andReturn().getResponse().getContentAsString());
    String feed = FEEDS + "/" + own.path("items").path(0).path("id").asText();
    send("vera", delete(feed), null).andExpect(status().isNotFound());
    send("willem", delete(feed), null).andExpect(status().isNoContent());
    assertThat(read(get(address)).getStatus()).isEqualTo(404);
    send("willem", delete(feed), null).andExpect(status().isNotFound());
  }

  private String subscribe(String person, String service, String customer) throws Exception {
    String body =
        json.writeValueAsString(
            values("name", "Changes", "service", service, "customer", customer));
    String answer =
        send(person, post(FEEDS), body)
            .andExpect(status().isCreated())
            .andReturn()
            .getResponse()
            .getContentAsString();
    String address = json.readTree(answer).path("address").asText();
    assertThat(address).startsWith("http://localhost/calendar/").endsWith(".ics");
    return URI.create(address).getPath();
  }

  private MockHttpServletResponse read(MockHttpServletRequestBuilder call) throws Exception {
    return http.perform(call).andReturn().getResponse();
  }

  /** As a calendar program reads it, which finds nothing to complain about. */
  private Map<String, Component> events(String address) throws Exception {
    String content = read(get(address)).getContentAsString(StandardCharsets.UTF_8);
    assertThat(content.lines())
        .allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= 75);
    Calendar calendar = new CalendarBuilder().build(new StringReader(content));
    if (!calendar.getComponents().isEmpty()) {
      assertThat(calendar.validate().hasErrors()).as(content).isFalse();
    }
    return calendar.getComponents().stream()
        .map(Component.class::cast)
        .collect(Collectors.toMap(event -> value(event, "UID"), Function.identity()));
  }

  private static String value(Component event, String property) {
    return event
        .getProperty(property)
        .map(Property.class::cast)
        .map(Property::getValue)
        .orElse(null);
  }

  private org.springframework.test.web.servlet.ResultActions send(
      String person, MockHttpServletRequestBuilder call, String body) throws Exception {
    call.with(httpBasic(person, "Welcome-20000"));
    return http.perform(
        body == null ? call : call.contentType(MediaType.APPLICATION_JSON).content(body));
  }
}
