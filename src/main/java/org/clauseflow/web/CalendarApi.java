package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The schedule of change as a calendar, for whoever knows its address. */
@RestController
@Tag(name = "Schedule of change")
class CalendarApi {

  private static final Duration BACK = Duration.ofDays(30);
  private static final Duration AHEAD = Duration.ofDays(400);
  private static final int MOST = 5000;
  private static final MediaType CALENDAR =
      new MediaType("text", "calendar", StandardCharsets.UTF_8);

  private final CalendarFeeds feeds;
  private final ScheduleSearch search;
  private final ScheduleCalendar calendar;
  private final Clock clock;

  CalendarApi(CalendarFeeds feeds, ScheduleSearch search, ScheduleCalendar calendar, Clock clock) {
    this.feeds = feeds;
    this.search = search;
    this.calendar = calendar;
    this.clock = clock;
  }

  @GetMapping("/calendar/{secret}.ics")
  @SecurityRequirements
  @Operation(
      summary = "Read a calendar that was made at /api/schedule-of-change/feeds",
      description =
          "iCalendar (RFC 5545), from 30 days ago to 400 days ahead, as its owner may see it now. Answers 304 to who has it"
              + " already.")
  ResponseEntity<byte[]> read(@PathVariable String secret) {
    CalendarFeeds.Subscription subscription =
        feeds.subscription(secret).orElseThrow(CalendarApi::unknown);
    List<SimpleGrantedAuthority> roles =
        feeds.roles(subscription.person()).stream().map(SimpleGrantedAuthority::new).toList();
    if (roles.isEmpty()) {
      throw unknown();
    }
    Authentication owner =
        UsernamePasswordAuthenticationToken.authenticated(subscription.person(), null, roles);
    Instant now = clock.instant();
    boolean mine = subscription.service() == null && subscription.customer() == null;
    List<Planned> planned =
        search.find(
            new ScheduleSearch.Question(
                now.minus(BACK),
                now.plus(AHEAD),
                subscription.service(),
                subscription.customer(),
                null,
                mine,
                now.minus(BACK)),
            owner,
            MOST,
            0);
    byte[] content = calendar.write(subscription.name(), subscription.person(), planned);
    String etag = hash(content);
    return ResponseEntity.ok()
        .contentType(CALENDAR)
        .cacheControl(CacheControl.noCache().cachePrivate())
        .eTag(etag)
        .lastModified(feeds.changedAt(subscription.id(), etag))
        .body(content);
  }

  private static Refusal unknown() {
    return new Refusal(Reason.UNKNOWN, "There is no such calendar");
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
