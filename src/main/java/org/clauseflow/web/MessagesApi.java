package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.List;
import org.clauseflow.engine.RecordMessenger;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/messages")
@Tag(name = "Messages", description = "What records told one another, and what still waits")
class MessagesApi {

  /**
   * @param to number of the record that is told, null where a process is to be started
   * @param raised number of the record that was opened by it
   * @param state waiting, delivered, nobody listening or failed
   */
  record Sent(
      long id,
      String name,
      String from,
      String to,
      String raised,
      String state,
      String reason,
      int attempts,
      Instant writtenAt,
      Instant deliveredAt) {}

  private static final String WHERE =
      " from sms.message where :state::text is null or coalesce(outcome, 'waiting') = :state";

  private final JdbcClient jdbc;
  private final RecordMessenger messenger;

  MessagesApi(JdbcClient jdbc, RecordMessenger messenger) {
    this.jdbc = jdbc;
    this.messenger = messenger;
  }

  @GetMapping
  @PreAuthorize("hasAnyAuthority('serviceManager', 'processOwner', 'auditor', 'camunda-admin')")
  @Operation(summary = "List messages between records, the latest first")
  Page<Sent> list(
      @RequestParam(required = false)
          @Pattern(
              regexp = "waiting|delivered|nobody listening|failed",
              message = "is waiting, delivered, nobody listening or failed")
          String state,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size) {
    List<Sent> messages =
        jdbc.sql(
                """
                select id, name, from_record, to_record, raised, coalesce(outcome, 'waiting') as state, reason,
                       attempts, written_at, delivered_at
                """
                    + WHERE
                    + " order by id desc limit :size offset :offset")
            .param("state", state)
            .param("size", size)
            .param("offset", (long) page * size)
            .query(
                (rs, i) ->
                    new Sent(
                        rs.getLong("id"),
                        rs.getString("name"),
                        rs.getString("from_record"),
                        rs.getString("to_record"),
                        rs.getString("raised"),
                        rs.getString("state"),
                        rs.getString("reason"),
                        rs.getInt("attempts"),
                        rs.getTimestamp("written_at").toInstant(),
                        rs.getTimestamp("delivered_at") == null
                            ? null
                            : rs.getTimestamp("delivered_at").toInstant()))
            .list();
    long total =
        jdbc.sql("select count(*)" + WHERE).param("state", state).query(Long.class).single();
    return new Page<>(messages, page, size, total);
  }

  @PostMapping("/{id}/retry")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @PreAuthorize("hasAnyAuthority('serviceManager', 'camunda-admin')")
  @Operation(summary = "Deliver a message again that failed, or at once one that waits")
  void retry(@PathVariable long id) {
    int again =
        jdbc.sql(
                """
                update sms.message set outcome = null, attempts = 0, next_attempt = now()
                where id = :id and (outcome is null or outcome = 'failed')
                """)
            .param("id", id)
            .update();
    if (again == 0) {
      throw new Refusal(
          Reason.UNKNOWN, "There is no message " + id + " that failed or waits to be delivered");
    }
    messenger.deliver();
  }
}
