package org.clauseflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Instant;
import java.util.List;
import org.clauseflow.control.ScheduleStory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** The schedule of change as data; in 2023. */
class ScheduleApiTest extends ScheduleStory {

  private static final String WINDOWS = "/api/change-windows";
  private static final String SCHEDULE = "/api/schedule-of-change";
  private static final Instant TUESDAY = Instant.parse("2023-03-14T20:00:00Z");

  @Autowired private MockMvc http;

  @BeforeEach
  void inMarch() {
    at(Instant.parse("2023-03-06T09:00:00Z"));
  }

  @Test
  void changeManagersKeepWindowsAndFreezes() throws Exception {
    String location =
        send("carla", post(WINDOWS), window("", ""))
            .andExpect(status().isCreated())
            .andExpect(jsonPath("$.name").value("Night of the portal"))
            .andExpect(jsonPath("$.timeZone").value("Europe/Berlin"))
            .andReturn()
            .getResponse()
            .getHeader("Location");
    send("dario", put(location), window("\"name\": \"Night of the portal\"", "\"name\": \"Later\""))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.name").value("Later"));
    send("marta", get(WINDOWS + "?service=portal"), null)
        .andExpect(jsonPath("$.total").value(1))
        .andExpect(jsonPath("$.items[0].name").value("Later"));
    send("chloe", delete(location), null).andExpect(status().isForbidden());
    send("chloe", post(WINDOWS), window("", "")).andExpect(status().isForbidden());
    send("stefan", get(WINDOWS), null).andExpect(status().isForbidden());
    send("carla", delete(location), null).andExpect(status().isNoContent());
    send("carla", delete(location), null).andExpect(status().isNotFound());
    send("carla", get(location), null).andExpect(status().isNotFound());
    send("carla", put(location), window("", "")).andExpect(status().isNotFound());
  }

  @Test
  void whatCannotBeIsRefusedAndNamed() throws Exception {
    refused(
        "\"endsAt\": \"2023-03-12T04:00:00Z\"", "\"endsAt\": \"2023-03-12T01:00:00Z\"", "endsAt");
    refused("FREQ=WEEKLY;BYDAY=SU", "every Sunday", "recurrence");
    refused("FREQ=WEEKLY;BYDAY=SU", "FREQ=MINUTELY", "recurrence");
    refused("FREQ=WEEKLY;BYDAY=SU", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "recurrence");
    refused("\"service\": \"portal\"", "\"service\": \"unheard-of\"", "service");
    refused("\"service\": \"portal\"", "\"customer\": \"provider\"", "customer");
    refused(
        "\"service\": \"portal\"",
        "\"service\": \"portal\", \"customer\": \"nordwind\"",
        "customer");
    refused("Europe/Berlin", "Atlantis", "timeZone");
    refused("\"maintenance\"", "\"holiday\"", "kind");
    refused("\"name\": \"Night of the portal\",", "", "name");
    assertThat(windows.count(null, "portal", null)).isZero();
  }

  @Test
  void aWindowIsAddedOnceHoweverOftenItIsSent() throws Exception {
    for (int i = 0; i < 2; i++) {
      send("carla", post(WINDOWS).header("Idempotency-Key", "window-2023"), window("", ""))
          .andExpect(status().isCreated());
    }
    assertThat(windows.count(null, "portal", null)).isEqualTo(1);
  }

  @Test
  void theScheduleHoldsChangesWindowsAndFreezes() throws Exception {
    send("carla", post(WINDOWS), window("", "")).andExpect(status().isCreated());
    send(
            "carla",
            post(WINDOWS),
            window("\"maintenance\"", "\"freeze\"").replace("FREQ=WEEKLY;BYDAY=SU", ""))
        .andExpect(status().isCreated());
    String portal =
        plan(TUESDAY, TUESDAY.plusSeconds(3600), "service", "portal", "implementer", "chloe");
    String records =
        plan(TUESDAY, TUESDAY.plusSeconds(3600), "configurationItems", List.of("CI-0019"));
    String secret =
        plan(TUESDAY, TUESDAY.plusSeconds(3600), "service", "portal", "confidential", true);

    String march = SCHEDULE + "?from=2023-03-10T00:00:00Z&until=2023-03-20T00:00:00Z";
    send("marta", get(march), null)
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.total").value(5))
        .andExpect(jsonPath("$.items[0].startsAt").value("2023-03-12T02:00:00Z"))
        .andExpect(jsonPath("$.items[?(@.kind=='maintenance')]", hasSize(2)))
        .andExpect(jsonPath("$.items[?(@.kind=='freeze')]", hasSize(1)))
        .andExpect(jsonPath("$.items[*].id", hasItem(portal)))
        .andExpect(jsonPath("$.items[*].id", not(hasItem(secret))))
        .andExpect(jsonPath("$.items[?(@.id=='%s')].implementer".formatted(portal)).value("chloe"))
        .andExpect(jsonPath("$.items[?(@.id=='%s')].collision".formatted(portal)).value("decide"));
    send("olga", get(march), null).andExpect(jsonPath("$.items[*].id", hasItem(secret)));
    send("marta", get(march + "&service=records"), null)
        .andExpect(jsonPath("$.items[*].id", hasItem(records)))
        .andExpect(jsonPath("$.total").value(1));
    send("marta", get(march + "&customer=hafenklinik"), null)
        .andExpect(jsonPath("$.items[*].id", hasItem(records)))
        .andExpect(jsonPath("$.items[*].id", not(hasItem(portal))));
    send("marta", get(march + "&state=approved"), null)
        .andExpect(jsonPath("$.items[?(@.kind=='change')]", hasSize(0)));
    send("marta", get(march + "&size=2&page=2"), null).andExpect(jsonPath("$.items", hasSize(1)));

    // the customer of the portal
    send("stefan", get(march), null)
        .andExpect(jsonPath("$.items[*].id", hasItem(portal)))
        .andExpect(jsonPath("$.items[*].id", not(hasItem(records))))
        .andExpect(jsonPath("$.items[*].id", not(hasItem(secret))))
        .andExpect(jsonPath("$.items[?(@.kind=='maintenance')]", hasSize(2)))
        .andExpect(jsonPath("$.items[?(@.implementer=='chloe')]", hasSize(0)));
    send("stefan", get(march + "&service=records"), null).andExpect(status().isBadRequest());
    send("umar", get(march), null).andExpect(jsonPath("$.total").value(1));

    send("marta", get(SCHEDULE + "?from=2023-03-10T00:00:00Z&until=2023-03-09T00:00:00Z"), null)
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.errors[0].field").value("until"));
    send("marta", get(march + "&service=unheard-of"), null).andExpect(status().isBadRequest());
    send("marta", get(march + "&state=perhaps"), null).andExpect(status().isBadRequest());
    send("marta", get(march + "&size=0"), null).andExpect(status().isBadRequest());
    http.perform(get(march)).andExpect(status().isUnauthorized());
  }

  @Test
  void whatAChangeCollidesWithIsKept() throws Exception {
    String one = plan(TUESDAY, TUESDAY.plusSeconds(3600), "configurationItems", List.of("CI-0020"));
    String two = plan(TUESDAY, TUESDAY.plusSeconds(3600), "configurationItems", List.of("CI-0020"));
    next(two, "wanted", "cancelled");
    send("carla", get(SCHEDULE + "/" + one + "/collisions"), null)
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.total").value(1))
        .andExpect(jsonPath("$.items[0].other").value(two))
        .andExpect(jsonPath("$.items[0].what").value("both change opac"))
        .andExpect(jsonPath("$.items[0].goneAt").value("2023-03-06T09:00:00Z"));
    send("vera", get(SCHEDULE + "/" + one + "/collisions"), null).andExpect(status().isForbidden());
    send("carla", get(SCHEDULE + "/CHG-1980-000001/collisions"), null)
        .andExpect(status().isNotFound());
  }

  @Test
  void aTimeIsProposedThatCollidesWithNothing() throws Exception {
    String evening =
        SCHEDULE + "/free-slots?from=2023-03-13T12:00:00Z&ci=CI-0020&size=2&minutes=90";
    plan(
        Instant.parse("2023-03-13T19:00:00Z"),
        Instant.parse("2023-03-13T21:00:00Z"),
        "configurationItems",
        List.of("CI-0020"));
    send("chloe", get(evening), null)
        .andExpect(status().isOk())
        .andExpect(jsonPath("$", hasSize(2)))
        .andExpect(jsonPath("$[0].startsAt").value("2023-03-14T20:00:00Z"))
        .andExpect(jsonPath("$[0].endsAt").value("2023-03-14T21:30:00Z"))
        .andExpect(jsonPath("$[0].collision").value("none"));
    send("carla", post(WINDOWS), window("", "")).andExpect(status().isCreated());
    send("chloe", get(SCHEDULE + "/free-slots?service=portal&minutes=120"), null)
        .andExpect(jsonPath("$[0].startsAt").value("2023-03-12T02:00:00Z"))
        .andExpect(jsonPath("$[0].window").value("Night of the portal"))
        .andExpect(jsonPath("$[1].startsAt").value("2023-03-19T02:00:00Z"));
    send("chloe", get(SCHEDULE + "/free-slots?ci=CI-unheard-of"), null)
        .andExpect(status().isBadRequest());
    send("vera", get(evening), null).andExpect(status().isForbidden());
  }

  @Test
  void theDescriptionOfTheApiKnowsThem() throws Exception {
    send("marta", get("/v3/api-docs"), null)
        .andExpect(jsonPath("$.paths['/api/schedule-of-change'].get.summary").exists())
        .andExpect(jsonPath("$.paths['/api/change-windows'].post.summary").exists())
        .andExpect(jsonPath("$.paths['/calendar/{secret}.ics'].get.summary").exists())
        .andExpect(header().string("Content-Type", containsString("json")));
  }

  private void refused(String text, String instead, String field) throws Exception {
    send("carla", post(WINDOWS), window(text, instead))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.errors[0].field").value(field));
  }

  private static String window(String text, String instead) {
    return """
        {"kind": "maintenance", "name": "Night of the portal", "reason": "Agreed", "service": "portal",
         "startsAt": "2023-03-12T02:00:00Z", "endsAt": "2023-03-12T04:00:00Z",
         "recurrence": "FREQ=WEEKLY;BYDAY=SU", "timeZone": "Europe/Berlin"}
        """
        .replace(text, instead);
  }

  private ResultActions send(String person, MockHttpServletRequestBuilder call, String body)
      throws Exception {
    call.with(httpBasic(person, "Welcome-20000"));
    return http.perform(
        body == null ? call : call.contentType(MediaType.APPLICATION_JSON).content(body));
  }
}
