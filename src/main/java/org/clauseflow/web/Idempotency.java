package org.clauseflow.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes a repeated call harmless: a call with a key is carried out once, and answered the same way
 * ever after. The key is kept in the transaction of the work, so there is none without the work and
 * no work without it; a call that comes while the first is at work waits for it at the key's row.
 */
@Component
class Idempotency {

  static final String HEADER = "Idempotency-Key";

  private static final Duration KEPT = Duration.ofDays(7);

  private record Known(byte[] request, int status, String location, String response) {}

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;
  private final TransactionTemplate transaction;

  Idempotency(
      JdbcClient jdbc, ObjectMapper json, Clock clock, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Carries out a call, or answers as it was answered before.
   *
   * @param key null: the call is carried out
   * @param call what distinguishes it from other calls: its name, what it is about, its body
   */
  <T> ResponseEntity<T> once(
      String key, String person, List<?> call, Class<T> type, Supplier<ResponseEntity<T>> work) {
    return transaction.execute(
        status -> key == null ? work.get() : remembered(key, person, hash(call), type, work));
  }

  private <T> ResponseEntity<T> remembered(
      String key, String person, byte[] call, Class<T> type, Supplier<ResponseEntity<T>> work) {
    int isNew =
        jdbc.sql(
                """
                insert into sms.idempotency_key (person_id, key, request, created_at) values (:person, :key, :call, :at)
                on conflict do nothing
                """)
            .param("person", person)
            .param("key", key)
            .param("call", call)
            .param("at", Timestamp.from(clock.instant()))
            .update();
    if (isNew == 0) {
      return again(key, person, call, type);
    }
    ResponseEntity<T> answer = work.get();
    URI location = answer.getHeaders().getLocation();
    jdbc.sql(
            """
            update sms.idempotency_key set status = :status, location = :location, response = :response
            where person_id = :person and key = :key
            """)
        .param("status", answer.getStatusCode().value())
        .param("location", location == null ? null : location.toString())
        .param("response", text(answer.getBody()))
        .param("person", person)
        .param("key", key)
        .update();
    return answer;
  }

  private <T> ResponseEntity<T> again(String key, String person, byte[] call, Class<T> type) {
    Known known =
        jdbc.sql(
                "select request, status, location, response from sms.idempotency_key where person_id = :person and key = :key")
            .param("person", person)
            .param("key", key)
            .query(Known.class)
            .single();
    if (!Arrays.equals(known.request, call)) {
      throw new Refusal(
          Reason.NOT_NOW,
          "The "
              + HEADER
              + " "
              + key
              + " was used for another call already: take a new one for a new call");
    }
    ResponseEntity.BodyBuilder answer = ResponseEntity.status(known.status);
    if (known.location != null) {
      answer.location(URI.create(known.location));
    }
    try {
      return answer.body(json.readValue(known.response, type));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A remembered answer cannot be read", e);
    }
  }

  /** Forgets keys that nobody repeats any more. */
  void forget() {
    jdbc.sql("delete from sms.idempotency_key where created_at < :before")
        .param("before", Timestamp.from(clock.instant().minus(KEPT)))
        .update();
  }

  private byte[] hash(List<?> call) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(json.writeValueAsBytes(call));
    } catch (NoSuchAlgorithmException | JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String text(Object body) {
    try {
      return json.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An answer cannot be written", e);
    }
  }
}
