package org.clauseflow.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.TaskQuery;
import org.clauseflow.work.WorkFilter;
import org.clauseflow.work.Worklist;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.util.FileSystemUtils;

/**
 * How long a page of the worklist takes over a hundred thousand open tasks, with its count, against
 * the engine's own query for the same: authorized, by due date, a page and the count.
 */
final class Worklists {

  private static final int TASKS = 100_000;
  private static final int TIMES = 40;

  /** The engine's own query takes its time. */
  private static final int WARM_UP = 3;

  /** Some of its answers take half a minute. */
  private static final int TIMES_OF_ENGINE = 2;

  private static final int SIZE = 20;

  /** As the engine would have them: a process, a task, its candidates and their rights each. */
  private static final List<String> FILL =
      List.of(
          """
          create table sms.benchmark_work as
            select n, 'INC-2000-' || lpad(n::text, 6, '0') as number,
                   (array['serviceDesk', 'applicationSupport', 'infrastructureSupport', 'networkSupport', 'securityTeam'])[1 + n % 5] as team,
                   case when n % 3 = 0 then (array['anna', 'ben', 'chloe', 'elif', 'greta', 'ines'])[1 + n % 6] || case when n / 6 % 100 <> 7 then (n / 6 % 100)::text else '' end end as holder
            from generate_series(1, :tasks) n
          """,
          """
          insert into sms.record (number, type, title, status, priority, service_id, customer_id, opened_at, process_key,
                                  process_version, process_instance_id, confidential, updated_at)
            select number, 'incident', 'Number ' || n || case when n % 1000 = 7 then ' of the rare kind' else ' of the usual kind' end,
                   'in progress', (array['critical', 'high', 'moderate', 'low'])[1 + n % 4],
                   (array['mail', 'workplace', 'files', 'network', 'portal'])[1 + n % 5], 'nordwind',
                   now() - n * interval '1 minute', 'incident-management', 1, 'w' || n, n % 50 = 0, now()
            from sms.benchmark_work
          """,
          """
          insert into act_ru_execution (id_, rev_, proc_inst_id_, business_key_, proc_def_id_, act_id_, is_active_, is_concurrent_,
                                        is_scope_, is_event_scope_, suspension_state_, cached_ent_state_, sequence_counter_)
            select 'w' || n, 1, 'w' || n, number, (select id_ from act_re_procdef where key_ = 'incident-management' order by version_ desc limit 1),
                   'userTask_diagnose', true, false, true, false, 1, 2, 1
            from sms.benchmark_work
          """,
          """
          insert into act_ru_task (id_, rev_, execution_id_, proc_inst_id_, proc_def_id_, name_, task_def_key_, assignee_, priority_,
                                   create_time_, due_date_, suspension_state_)
            select 't' || n, 1, 'w' || n, 'w' || n, (select id_ from act_re_procdef where key_ = 'incident-management' order by version_ desc limit 1),
                   'Diagnose and resolve', 'userTask_diagnose', holder, case when n % 20 = 0 then 90 when n % 20 = 1 then 70 else 50 end,
                   now() - interval '1 day', now() + ((n * 7919) % 10000 - 500) * interval '1 minute', 1
            from sms.benchmark_work
          """,
          """
          insert into act_ru_identitylink (id_, rev_, group_id_, type_, task_id_)
            select 'l' || n, 1, team, 'candidate', 't' || n from sms.benchmark_work
          """,
          """
          insert into act_ru_authorization (id_, rev_, type_, group_id_, resource_type_, resource_id_, perms_)
            select 'g' || n, 1, 1, team, 7, 't' || n, 16386 from sms.benchmark_work
          """,
          """
          insert into act_ru_authorization (id_, rev_, type_, user_id_, resource_type_, resource_id_, perms_)
            select 'u' || n, 1, 1, holder, 7, 't' || n, 16386 from sms.benchmark_work where holder is not null
          """,
          "vacuum analyze sms.record",
          "vacuum analyze act_ru_execution",
          "vacuum analyze act_ru_task",
          "vacuum analyze act_ru_identitylink",
          "vacuum analyze act_ru_authorization");

  private static final Authentication ANNA = person("anna", "serviceDesk");
  private static final Authentication KATJA = person("katja", "incidentManager", "serviceDesk");
  private static final Authentication MARTA = person("marta", "serviceManager");
  private static final Authentication ROSA = person("rosa", "customer");

  private final JdbcClient jdbc;
  private final Worklist worklist;
  private final TaskService tasks;
  private final IdentityService identity;

  private Worklists(ConfigurableApplicationContext product) {
    this.jdbc = product.getBean(JdbcClient.class);
    this.worklist = product.getBean(Worklist.class);
    this.tasks = product.getBean(TaskService.class);
    this.identity = product.getBean(IdentityService.class);
  }

  public static void main(String[] args) throws Exception {
    FileSystemUtils.deleteRecursively(Benchmark.DATA.resolve("postgres"));
    try (ConfigurableApplicationContext product = Benchmark.startProduct(new SqlTally())) {
      new Worklists(product).run();
    }
  }

  private void run() {
    for (String statement : FILL) {
      JdbcClient.StatementSpec fill = jdbc.sql(statement);
      (statement.contains(":tasks") ? fill.param("tasks", TASKS) : fill).update();
    }
    System.out.printf(
        Locale.ROOT,
        "%nA page of %d of %,d open tasks with its count, %d times each%n%n%-52s %8s %8s %8s%n",
        SIZE,
        TASKS,
        TIMES,
        "ms",
        "median",
        "p95",
        "longest");
    page("service desk: mine", filter("mine", null, null), 0, ANNA);
    page("service desk: my teams'", filter("teams", null, null), 0, ANNA);
    page("service desk: late or about to be", filter("late", null, null), 0, ANNA);
    page("service desk: unassigned", filter("unassigned", null, null), 0, ANNA);
    page("service desk: all I may see", filter("all", null, null), 0, ANNA);
    page("service desk: all, fiftieth page", filter("all", null, null), 49, ANNA);
    page("service desk: all of a service", filter("all", "mail", null), 0, ANNA);
    page("service desk: a text that many have", filter("all", null, "usual"), 0, ANNA);
    page("service desk: a text that few have", filter("all", null, "rare"), 0, ANNA);
    page("service desk: a text that none has", filter("all", null, "none at all"), 0, ANNA);
    page("incident manager: all I may see", filter("all", null, null), 0, KATJA);
    page("incident manager: late or about to be", filter("late", null, null), 0, KATJA);
    page("service manager: all I may see", filter("all", null, null), 0, MARTA);
    page("service manager: a text that few have", filter("all", null, "rare"), 0, MARTA);
    page("customer: all I may see (none)", filter("all", null, null), 0, ROSA);
    // of what is not asked for by person or role it answers after minutes
    System.out.printf("%nThe engine's own query for the same, %d times each%n", TIMES_OF_ENGINE);
    engine("service desk: mine", tasks.createTaskQuery().taskAssignee("anna"), ANNA);
    engine(
        "service desk: my teams'",
        tasks.createTaskQuery().taskCandidateGroup("serviceDesk").includeAssignedTasks(),
        ANNA);
  }

  private static WorkFilter filter(String view, String service, String text) {
    return new WorkFilter(view, null, service, null, text);
  }

  private void page(String name, WorkFilter filter, int page, Authentication person) {
    measure(name, WARM_UP, TIMES, () -> worklist.page(filter, page, SIZE, person).items().size());
  }

  private void engine(String name, TaskQuery query, Authentication person) {
    query.orderByDueDate().asc();
    measure(
        name,
        0,
        TIMES_OF_ENGINE,
        () -> {
          identity.setAuthentication(
              person.getName(),
              person.getAuthorities().stream().map(role -> role.getAuthority()).toList());
          try {
            return query.listPage(0, SIZE).size() + (int) query.count();
          } finally {
            identity.clearAuthentication();
          }
        });
  }

  private interface Question {
    int ask();
  }

  private static void measure(String name, int warmUp, int count, Question question) {
    for (int i = 0; i < warmUp; i++) {
      question.ask();
    }
    double[] times = new double[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      question.ask();
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    System.out.printf(
        Locale.ROOT,
        "%-52s %8.1f %8.1f %8.1f%n",
        name,
        times[count / 2],
        times[(int) Math.ceil(count * 0.95) - 1],
        times[count - 1]);
  }

  private static Authentication person(String id, String... roles) {
    return UsernamePasswordAuthenticationToken.authenticated(
        id, null, Stream.of(roles).map(SimpleGrantedAuthority::new).toList());
  }
}
