package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.clauseflow.control.CabDesk;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.clauseflow.security.RecordAccess;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/cab-meetings")
@Tag(
    name = "Meetings of the board",
    description = "Meetings of the change advisory board: call, look up, agenda; for staff")
class CabMeetingsApi {

  record NewMeeting(
      @Schema(description = "without it, in two days") Instant at,
      @Size(max = 300) @Schema(description = "room, or the address of a conference") String place,
      @Size(max = 100)
          @Schema(
              description =
                  "numbers of the decisions for the agenda; without them, all that are open")
          List<String> decisions) {}

  record AgendaItem(
      int place,
      @Schema(description = "number of the decision") String decision,
      String title,
      String status,
      @Schema(
              description =
                  "voted, goesOn (discussed, not enough votes yet), postponed, or settled (no longer open)")
          String result,
      String discussion) {}

  private static final String SELECT =
      """
      select r.number, r.title, r.status, r.data->>'meetingPlace' as place,
             (select count(*) from sms.cab_agenda a where a.meeting = r.number) as decisions,
             r.data->>'minutes' as minutes, r.opened_at, r.closed_at
      from sms.record r where r.type = 'cab-meeting'
      """;

  private final CabDesk desk;
  private final JdbcClient jdbc;
  private final Register register;
  private final RecordAccess access;
  private final Idempotency idempotency;

  CabMeetingsApi(
      CabDesk desk,
      JdbcClient jdbc,
      Register register,
      RecordAccess access,
      Idempotency idempotency) {
    this.desk = desk;
    this.jdbc = jdbc;
    this.register = register;
    this.access = access;
    this.idempotency = idempotency;
  }

  @PostMapping
  @Operation(
      summary = "Call a meeting",
      description = "For change managers. Who holds a seat in a decision on its agenda is invited.")
  @ApiResponse(
      responseCode = "201",
      description = "The meeting is called; Location tells where it is")
  ResponseEntity<CabMeeting> call(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody NewMeeting body,
      Authentication me) {
    access.requireStaff(me);
    return idempotency.once(
        key,
        me.getName(),
        List.of("callMeeting", body),
        CabMeeting.class,
        () -> {
          String number = desk.callMeeting(body.at, body.place, body.decisions);
          return ResponseEntity.created(URI.create("/api/cab-meetings/" + number))
              .body(find(number, me));
        });
  }

  @GetMapping
  @Operation(summary = "List meetings, the latest first")
  Page<CabMeeting> list(
      @RequestParam(required = false) @Size(max = 100) String status,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size,
      Authentication me) {
    access.requireStaff(me);
    List<CabMeeting> items =
        jdbc.sql(
                SELECT
                    + "and (:status::text is null or r.status = :status)"
                    + " order by r.opened_at desc, r.number desc limit :size offset :offset")
            .param("status", status)
            .param("size", size)
            .param("offset", (long) page * size)
            .query(CabMeeting.class)
            .list();
    long total =
        jdbc.sql(
                "select count(*) from sms.record where type = 'cab-meeting' and (:status::text is null or status = :status)")
            .param("status", status)
            .query(Long.class)
            .single();
    return new Page<>(items, page, size, total);
  }

  @GetMapping("/{number}")
  @Operation(summary = "Look up a meeting")
  CabMeeting find(@PathVariable String number, Authentication me) {
    access.requireStaff(me);
    register.flush();
    return jdbc.sql(SELECT + "and r.number = :number")
        .param("number", number)
        .query(CabMeeting.class)
        .optional()
        .orElseThrow(() -> Refusal.unknownRecord(number));
  }

  @GetMapping("/{number}/agenda")
  @Operation(summary = "Read the agenda of a meeting, with what came of each decision")
  Page<AgendaItem> agenda(
      @PathVariable String number,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int size,
      Authentication me) {
    CabMeeting meeting = find(number, me);
    RecordAccess.Condition visible = access.condition("r", me);
    List<AgendaItem> items =
        jdbc.sql(
                """
                select a.place, a.board as decision, case when %1$s then r.title end as title, r.status, a.result,
                       case when %1$s then a.discussion end as discussion
                from sms.cab_agenda a join sms.record r on r.number = a.board
                where a.meeting = :number order by a.place limit :size offset :offset
                """
                    .formatted(visible.sql()))
            .param("number", number)
            .param("size", size)
            .param("offset", (long) page * size)
            .params(visible.params())
            .query(AgendaItem.class)
            .list();
    return new Page<>(items, page, size, meeting.decisions());
  }
}
