package org.clauseflow.work;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.clauseflow.engine.TaskForms;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Repository;

/**
 * Open tasks, what is due first comes first. Whoever may see a task in Tasklist finds it here:
 * because it is theirs or their role's, or because their role watches the process; then only if
 * they may see its record as well.
 */
@Repository
public class Worklist {

  static final int LATE = 90;
  static final int SOON = 70;

  /** To count further would cost more than it tells. */
  private static final int COUNTED = 200;

  /** So many are gone through one by one; more are many enough to be met on the way by due date. */
  private static final int FEW = 2000;

  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

  private static final Map<String, String> VIEWS =
      Map.of(
          "mine", "t.assignee_ = :me",
          "teams",
              """
              coalesce((select true from act_ru_identitylink l
                        where l.task_id_ = t.id_ and l.type_ = 'candidate' and l.group_id_ = any (:roles) limit 1), false)
              """,
          "late", "(t.priority_ >= 70 or t.due_date_ <= :now::timestamp)",
          "unassigned", "t.assignee_ is null",
          "all", "true");

  private static final String TASKS =
      """
      from act_ru_task t
        left join act_re_procdef d on d.id_ = t.proc_def_id_
        left join act_ru_execution e on e.id_ = t.proc_inst_id_
        left join sms.record r on r.number = e.business_key_
      where t.suspension_state_ = 1
      """;

  /** Tasks that they have, or that are given to them or to one of their roles by themselves. */
  private static final String GIVEN =
      """
      select a.resource_id_ from act_ru_authorization a
      where a.resource_type_ = 7 and a.type_ = 1 and (a.perms_ & :read) = :read
        and (a.user_id_ = :me or a.group_id_ = any (:roles))
      union all
      select t.id_ from act_ru_task t where t.assignee_ = :me
      """;

  /** As a value, so that the database asks it of each task on the way and not of all before. */
  private static final String IS_GIVEN =
      """
      (t.assignee_ = :me or coalesce((
        select true from act_ru_authorization a
        where a.resource_id_ = t.id_ and a.resource_type_ = 7 and a.type_ = 1 and (a.perms_ & :read) = :read
          and (a.user_id_ = :me or a.group_id_ = any (:roles)) limit 1), false))
      """;

  /** Open records by their number or the beginnings of words in their title. */
  private static final String TITLED =
      "(r.number = :number or %s and to_tsvector('english', r.title) @@ to_tsquery('english', :words))";

  /** The part is found first, and only for its few tasks what a person wants to know of them. */
  private static final String PART =
      """
      select w.*, s.name as service, p.name as assignee_name,
             (select string_agg(coalesce(o.name, l.group_id_), e'\n' order by o.name) from act_ru_identitylink l
                left join sms.role o on o.id = l.group_id_
              where l.task_id_ = w.task and l.type_ = 'candidate' and l.group_id_ is not null) as roles
      from (
        select t.id_ as task, t.name_ as name, t.task_def_key_ as element, t.proc_def_id_ as definition,
               d.key_ as process, coalesce(d.name_, d.key_) as process_name, r.number as record,
               case when %s then r.title end as title, r.status, r.priority, r.service_id,
               t.due_date_ as due_at, t.create_time_ as created_at, t.priority_ as urgency,
               t.assignee_ as assignee, case when t.owner_ <> t.assignee_ then t.owner_ end as acting_for
        %s
        order by t.due_date_, t.id_
        limit :size offset :skip) w
        left join sms.service s on s.id = w.service_id
        left join sms.person p on p.id = w.assignee
      order by w.due_at, w.task
      """;

  private static final String COUNT = "select count(*) from (select 1 %s limit :counted) c";

  private final JdbcClient jdbc;
  private final RecordAccess access;
  private final Rights rights;
  private final TaskForms forms;
  private final Clock clock;

  Worklist(JdbcClient jdbc, RecordAccess access, Rights rights, TaskForms forms, Clock clock) {
    this.jdbc = jdbc;
    this.access = access;
    this.rights = rights;
    this.forms = forms;
    this.clock = clock;
  }

  public WorkPage page(WorkFilter filter, int page, int size, Authentication me) {
    Looking looking = looking(me);
    String tasks = TASKS + conditions(filter, looking);
    int counted =
        jdbc.sql(COUNT.formatted(tasks))
            .params(looking.params)
            .param("counted", COUNTED + 1)
            .query(Integer.class)
            .single();
    return new WorkPage(
        looking.now,
        items(tasks, page * size, size, looking),
        page,
        size,
        Math.min(counted, COUNTED),
        counted > COUNTED);
  }

  /** Those of these tasks that they may see. */
  public List<WorkItem> of(List<String> tasks, Authentication me) {
    Looking looking = looking(me);
    looking.params.put("tasks", tasks);
    return items(TASKS + "and t.id_ in (:tasks) and " + seen(looking), 0, tasks.size(), looking);
  }

  /** Somebody who looks, with what they may and the parameters of their question. */
  private record Looking(
      Instant now, Rights.Of rights, String visible, Map<String, Object> params) {}

  private Looking looking(Authentication me) {
    Instant now = clock.instant();
    Rights.Of mine = rights.of(me);
    RecordAccess.Condition visible = access.condition("r", me);
    Map<String, Object> params = new HashMap<>(visible.params());
    params.put("me", me.getName());
    params.put("roles", mine.roles());
    params.put("read", Rights.READ);
    params.put("now", Timestamp.from(now));
    return new Looking(now, mine, visible.sql(), params);
  }

  private List<WorkItem> items(String tasks, int skip, int size, Looking looking) {
    List<Row> rows =
        jdbc.sql(PART.formatted(looking.visible, tasks))
            .params(looking.params)
            .param("size", size)
            .param("skip", skip)
            .query(Row.class)
            .list();
    Set<TaskForms.Step> completable =
        forms.completable(rows.stream().map(Row::step).collect(Collectors.toSet()));
    return rows.stream().map(row -> row.item(looking.now, looking.rights, completable)).toList();
  }

  private String conditions(WorkFilter filter, Looking looking) {
    Map<String, Object> params = looking.params;
    List<String> conditions = new ArrayList<>();
    String view = VIEWS.get(filter.view() == null ? "all" : filter.view());
    if (view == null) {
      throw new Refusal(
          Reason.INVALID, "view", "is mine, teams, late, unassigned or all, not " + filter.view());
    }
    conditions.add(view);
    if ("teams".equals(filter.view())) {
      // what their role may claim is given to it
      conditions.add(given(looking));
    } else if (!"mine".equals(filter.view())) {
      conditions.add(seen(looking));
    }
    if (filter.process() != null) {
      known(
          "process",
          filter.process(),
          "select exists (select from act_re_procdef where key_ = :id)");
      conditions.add("d.key_ = :process");
      params.put("process", filter.process());
    }
    if (filter.service() != null) {
      known("service", filter.service(), "select exists (select from sms.service where id = :id)");
      conditions.add("r.service_id = :service");
      params.put("service", filter.service());
    }
    if (filter.priority() != null) {
      if (!Priorities.ALL.contains(filter.priority())) {
        throw new Refusal(
            Reason.INVALID,
            "priority",
            "is one of %s, not %s".formatted(String.join(", ", Priorities.ALL), filter.priority()));
      }
      conditions.add("r.priority = :priority");
      params.put("priority", filter.priority());
    }
    if (filter.text() != null) {
      conditions.add(titled(filter.text(), looking));
    }
    return "and " + String.join(" and ", conditions);
  }

  /** Few are looked up; what many have is soon met on the way by due date. */
  private String titled(String text, Looking looking) {
    String words =
        NO_WORD
            .splitAsStream(text)
            .filter(word -> !word.isEmpty())
            .map(word -> word + ":*")
            .collect(Collectors.joining(" & "));
    looking.params.put("number", text.toUpperCase(Locale.ROOT));
    looking.params.put("words", words);
    String titled = TITLED.formatted(looking.visible);
    List<String> found =
        some("select r.number from sms.record r where r.closed_at is null and " + titled, looking);
    if (found.size() > FEW) {
      // so that the database does not look them all up first
      return "coalesce(" + titled + ", false)";
    }
    looking.params.put("found", found.toArray(String[]::new));
    return "r.number = any (:found)";
  }

  private String seen(Looking looking) {
    if (!looking.rights.seesAll() && looking.rights.sees().isEmpty()) {
      return given(looking);
    }
    String watched = "(r.number is null or " + looking.visible + ")";
    if (!looking.rights.seesAll()) {
      looking.params.put("sees", looking.rights.sees().toArray(String[]::new));
      watched = "d.key_ = any (:sees) and " + watched;
    }
    return "(" + watched + " or " + IS_GIVEN + ")";
  }

  private String given(Looking looking) {
    List<String> few = some(GIVEN, looking);
    if (few.size() > FEW) {
      return IS_GIVEN;
    }
    looking.params.put("given", few.toArray(String[]::new));
    return "t.id_ = any (:given)";
  }

  private List<String> some(String ids, Looking looking) {
    return jdbc.sql(ids + " limit :few")
        .params(looking.params)
        .param("few", FEW + 1)
        .query(String.class)
        .list();
  }

  private void known(String field, String id, String sql) {
    if (!jdbc.sql(sql).param("id", id).query(Boolean.class).single()) {
      throw new Refusal(
          Reason.INVALID, field, "%s is not there; choose one that is offered".formatted(id));
    }
  }

  private record Row(
      String task,
      String name,
      String element,
      String definition,
      String process,
      String processName,
      String record,
      String title,
      String status,
      String priority,
      String service,
      Timestamp dueAt,
      Timestamp createdAt,
      int urgency,
      String assignee,
      String assigneeName,
      String actingFor,
      String roles) {

    TaskForms.Step step() {
      return new TaskForms.Step(definition, element);
    }

    WorkItem item(Instant now, Rights.Of mine, Set<TaskForms.Step> completable) {
      Instant due = dueAt == null ? null : dueAt.toInstant();
      boolean late = urgency >= LATE || due != null && !due.isAfter(now);
      return new WorkItem(
          task,
          name,
          process,
          processName,
          record,
          title,
          status,
          priority,
          service,
          due,
          late ? "late" : urgency >= SOON ? "soon" : null,
          createdAt.toInstant(),
          assignee,
          assigneeName,
          actingFor,
          roles == null ? List.of() : List.of(roles.split("\n")),
          mine.mayAssign(process),
          completable.contains(step()));
    }
  }
}
