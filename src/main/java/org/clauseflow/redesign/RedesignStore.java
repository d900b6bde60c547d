package org.clauseflow.redesign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Redesigns, their drafts, and what the checks said of them. */
@Repository
class RedesignStore {

  /**
   * A redesign as it stands.
   *
   * @param revision the draft that was taken in last, 0 if none was
   * @param status of its record
   */
  record Redesign(
      String number,
      String kind,
      String key,
      String author,
      String base,
      Integer baseVersion,
      String versionKind,
      int revision,
      String definition,
      String status,
      boolean open,
      String processInstance) {

    SubjectKind subjectKind() {
      return SubjectKind.of(kind);
    }
  }

  private static final String SELECT =
      """
      select d.number, d.kind, d.key, d.author, d.base, d.base_version, d.version_kind, d.revision, d.definition, r.status,
             r.closed_at is null as open, r.process_instance_id as process_instance
      from sms.redesign d join sms.record r on r.number = d.number
      """;

  /** What a check of a draft is kept as. */
  enum Report {
    FINDINGS("findings"),
    DIFFERENCE("difference"),
    REPLAY("replay"),
    DECISIONS("decisions"),
    MOVES("moves"),
    MOVED("moved");

    private final String column;

    Report(String column) {
      this.column = column;
    }
  }

  private final JdbcClient jdbc;
  private final Register register;
  private final ObjectMapper json;
  private final Clock clock;

  RedesignStore(JdbcClient jdbc, Register register, ObjectMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.register = register;
    this.json = json;
    this.clock = clock;
  }

  void open(String number, SubjectKind kind, String key, String author) {
    register.flush();
    jdbc.sql(
            "insert into sms.redesign (number, kind, key, author) values (:number, :kind, :key, :author)")
        .param("number", number)
        .param("kind", kind.word())
        .param("key", key)
        .param("author", author)
        .update();
  }

  /** Without writing what the register has collected: that would lock the record. */
  Redesign find(String number) {
    return jdbc.sql(SELECT + "where d.number = :number")
        .param("number", number)
        .query(Redesign.class)
        .optional()
        .orElseThrow(() -> Refusal.unknownRecord(number));
  }

  /** The open redesign whose latest draft is this one. */
  Optional<Redesign> withDraft(byte[] sha256) {
    // who brings the same at the same moment waits for the first
    jdbc.sql("select pg_advisory_xact_lock(hashtext(:draft))")
        .param("draft", HexFormat.of().formatHex(sha256))
        .query()
        .singleRow();
    return jdbc.sql(
            SELECT
                + """
                join sms.redesign_draft f on f.redesign = d.number
                where r.closed_at is null and f.sha256 = :sha256
                  and f.revision = (select max(l.revision) from sms.redesign_draft l where l.redesign = d.number)
                order by d.number limit 1
                """)
        .param("sha256", sha256)
        .query(Redesign.class)
        .optional();
  }

  /** What the author has begun or must correct, and a draft is waited for. */
  Optional<Redesign> waitingFor(String author, String key) {
    return jdbc.sql(
            SELECT
                + "where r.closed_at is null and r.status = :status and d.author = :author and d.key = :key"
                + " order by d.number limit 1")
        .param("status", Redesigns.DRAFT_ASKED)
        .param("author", author)
        .param("key", key)
        .query(Redesign.class)
        .optional();
  }

  /** Keeps a draft that belongs to no redesign yet. */
  long keep(Draft draft, String person) {
    long id =
        jdbc.sql(
                "insert into sms.redesign_draft (sha256, brought_by, brought_at) values (:sha256, :by, :at) returning id")
            .param("sha256", draft.sha256())
            .param("by", person)
            .param("at", Timestamp.from(clock.instant()))
            .query(Long.class)
            .single();
    for (DraftFile file : draft.files()) {
      jdbc.sql(
              "insert into sms.redesign_file (draft, name, content) values (:draft, :name, :content)")
          .param("draft", id)
          .param("name", file.name())
          .param("content", file.content())
          .update();
    }
    return id;
  }

  /** The files of a draft that belongs to no redesign yet, for who brought it. */
  List<DraftFile> brought(long draft, String person) {
    return jdbc.sql(
            """
            select f.name, f.content from sms.redesign_draft d join sms.redesign_file f on f.draft = d.id
            where d.id = :draft and d.redesign is null and d.brought_by = :person order by f.name
            """)
        .param("draft", draft)
        .param("person", person)
        .query((rs, i) -> new DraftFile(rs.getString(1), rs.getBytes(2)))
        .list();
  }

  /** The draft becomes the next revision. */
  void attach(long draft, String number) {
    jdbc.sql(
            """
            update sms.redesign_draft d set redesign = :number,
              revision = 1 + coalesce((select max(l.revision) from sms.redesign_draft l where l.redesign = :number), 0)
            where d.id = :draft
            """)
        .param("number", number)
        .param("draft", draft)
        .update();
  }

  int latestRevision(String number) {
    return jdbc.sql(
            "select coalesce(max(revision), 0) from sms.redesign_draft where redesign = :number")
        .param("number", number)
        .query(Integer.class)
        .single();
  }

  String broughtBy(String number, int revision) {
    return jdbc.sql(
            "select brought_by from sms.redesign_draft where redesign = :number and revision = :revision")
        .param("number", number)
        .param("revision", revision)
        .query(String.class)
        .single();
  }

  List<DraftFile> files(String number, int revision) {
    return jdbc.sql(
            """
            select f.name, f.content from sms.redesign_draft d join sms.redesign_file f on f.draft = d.id
            where d.redesign = :number and d.revision = :revision order by f.name
            """)
        .param("number", number)
        .param("revision", revision)
        .query((rs, i) -> new DraftFile(rs.getString(1), rs.getBytes(2)))
        .list();
  }

  void take(String number, int revision, String author) {
    jdbc.sql(
            "update sms.redesign set revision = :revision, author = :author where number = :number")
        .param("revision", revision)
        .param("author", author)
        .param("number", number)
        .update();
  }

  /** What the draft is compared with. */
  void compare(String number, Optional<Subject> inForce, String tag, VersionKind kind) {
    jdbc.sql(
            """
            update sms.redesign set base = :base, base_version = :version, base_tag = :baseTag, tag = :tag,
              version_kind = :kind, replay = null, decisions = null, moved = null
            where number = :number
            """)
        .param("base", inForce.map(Subject::definition).orElse(null))
        .param("version", inForce.map(Subject::version).orElse(null))
        .param("baseTag", inForce.map(Subject::versionTag).orElse(null))
        .param("tag", tag)
        .param("kind", kind == null ? null : kind.word())
        .param("number", number)
        .update();
  }

  void write(String number, Report report, Object content) {
    try {
      jdbc.sql(
              "update sms.redesign set %s = :content::jsonb where number = :number"
                  .formatted(report.column))
          .param("content", json.writeValueAsString(content))
          .param("number", number)
          .update();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As it was written, null if it was not. */
  String read(String number, Report report) {
    return jdbc.sql(
            "select %s::text from sms.redesign where number = :number".formatted(report.column))
        .param("number", number)
        .query(String.class)
        .optional()
        .orElse(null);
  }

  void deployed(String number, String definition) {
    jdbc.sql(
            "update sms.redesign set definition = :definition, deployed_at = :at where number = :number")
        .param("definition", definition)
        .param("at", Timestamp.from(clock.instant()))
        .param("number", number)
        .update();
  }

  /** What a deployment replaces, for a roll-back. */
  void keepFormer(String number, String name, byte[] content) {
    jdbc.sql(
            """
            insert into sms.redesign_former (redesign, name, content) values (:number, :name, :content)
            on conflict (redesign, name) do update set content = excluded.content
            """)
        .param("number", number)
        .param("name", name)
        .param("content", content)
        .update();
  }

  List<DraftFile> former(String number) {
    return jdbc.sql(
            "select name, content from sms.redesign_former where redesign = :number order by name")
        .param("number", number)
        .query((rs, i) -> new DraftFile(rs.getString(1), rs.getBytes(2)))
        .list();
  }

  void restored(String number, String definition) {
    jdbc.sql(
            "update sms.redesign set restored = :definition, restored_at = :at where number = :number")
        .param("definition", definition)
        .param("at", Timestamp.from(clock.instant()))
        .param("number", number)
        .update();
  }
}
