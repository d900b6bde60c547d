package org.clauseflow.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Calendars of the schedule of change that people subscribe to. A calendar program cannot log in,
 * so the address holds a secret, of which a hash is kept.
 */
@Repository
class CalendarFeeds {

  private static final int MOST = 50;

  /** A calendar as its owner sees it. */
  record Feed(
      long id,
      String name,
      String service,
      String customer,
      Instant createdAt,
      @Schema(description = "shown only when it is made") @JsonInclude(JsonInclude.Include.NON_NULL)
          String address) {

    Feed withAddress(String shown) {
      return new Feed(id, name, service, customer, createdAt, shown);
    }
  }

  record Made(long id, String secret) {}

  /** What somebody who knows the secret may read. */
  record Subscription(long id, String person, String name, String service, String customer) {}

  private static final String OWN =
      """
      select id, name, service_id as service, customer_id as customer, created_at, null as address
      from sms.change_calendar where person_id = :person and revoked_at is null
      """;

  private final JdbcClient jdbc;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  CalendarFeeds(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  Made make(String name, String service, String customer, String person) {
    if (count(person) >= MOST) {
      throw new Refusal(
          Reason.NOT_NOW,
          "You have %d calendars: revoke one that you no longer use".formatted(MOST));
    }
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    long id =
        jdbc.sql(
                """
                insert into sms.change_calendar (secret_hash, person_id, name, service_id, customer_id, created_at)
                values (:hash, :person, :name, :service, :customer, :now) returning id
                """)
            .param("hash", hash(secret))
            .param("person", person)
            .param("name", name)
            .param("service", service)
            .param("customer", customer)
            .param("now", Timestamp.from(clock.instant()))
            .query(Long.class)
            .single();
    return new Made(id, secret);
  }

  Feed find(long id, String person) {
    return jdbc.sql(OWN + "and id = :id")
        .param("person", person)
        .param("id", id)
        .query(Feed.class)
        .optional()
        .orElseThrow(() -> unknown(id));
  }

  List<Feed> of(String person, int size, long offset) {
    return jdbc.sql(OWN + "order by id limit :size offset :offset")
        .param("person", person)
        .param("size", size)
        .param("offset", offset)
        .query(Feed.class)
        .list();
  }

  long count(String person) {
    return jdbc.sql(
            "select count(*) from sms.change_calendar where person_id = :person and revoked_at is null")
        .param("person", person)
        .query(Long.class)
        .single();
  }

  void revoke(long id, String person) {
    int revoked =
        jdbc.sql(
                """
                update sms.change_calendar set revoked_at = :now
                where id = :id and person_id = :person and revoked_at is null
                """)
            .param("id", id)
            .param("person", person)
            .param("now", Timestamp.from(clock.instant()))
            .update();
    if (revoked == 0) {
      throw unknown(id);
    }
  }

  private static Refusal unknown(long id) {
    return new Refusal(Reason.UNKNOWN, "You have no calendar " + id);
  }

  /** Empty also if its owner is no longer with anybody. */
  Optional<Subscription> subscription(String secret) {
    return jdbc.sql(
            """
            select c.id, c.person_id as person, c.name, c.service_id as service, c.customer_id as customer
            from sms.change_calendar c join sms.person p on p.id = c.person_id
            left join sms.party y on y.id = p.party_id
            where c.secret_hash = :hash and c.revoked_at is null and p.active and y.active is not false
            """)
        .param("hash", hash(secret))
        .query(Subscription.class)
        .optional();
  }

  List<String> roles(String person) {
    return jdbc.sql("select role_id from sms.person_role where person_id = :person")
        .param("person", person)
        .query(String.class)
        .list();
  }

  /** Since when a calendar is what it is now. */
  Instant changedAt(long id, String etag) {
    Timestamp now = Timestamp.from(clock.instant());
    return jdbc.sql(
            """
            update sms.change_calendar
            set changed_at = case when etag is distinct from :etag then :now else changed_at end, etag = :etag
            where id = :id returning changed_at
            """)
        .param("id", id)
        .param("etag", etag)
        .param("now", now)
        .query(Timestamp.class)
        .single()
        .toInstant();
  }

  private static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
