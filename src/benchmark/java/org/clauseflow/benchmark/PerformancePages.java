package org.clauseflow.benchmark;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.clauseflow.Clauseflow;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * How long managers wait for each page of performance, asked by HTTP, over 200,000 cases of three
 * years with a million entries in their journals and 1.6 million passages; against the same figures
 * by the engine's own history queries. And how long collecting them takes.
 */
final class PerformancePages {

  private static final int CASES = Integer.getInteger("benchmark.cases", 200_000);
  private static final int OPEN = CASES / 20;
  private static final int TIMES = 40;
  private static final int PART = 50_000;
  private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

  /** Of every ten cases six are incidents; each is opened some minutes after the one before. */
  private static final String RECORDS =
      """
      create table sms.benchmark_case as
        select n, x.process, d.id_ as definition, 'benchmark-' || n as instance,
               x.prefix || '-1999-' || lpad(n::text, 6, '0') as number,
               (now() - (:cases - n) * (interval '3 years' / :cases))::timestamptz as opened_at,
               least(now() - interval '1 minute',
                 now() - (:cases - n) * (interval '3 years' / :cases)
                   + (0.02 + 30 * power(random(), 4)) * interval '1 day') as closes_at
        from generate_series(1, :cases) n
        join lateral (select * from (values
            (0, 'incident-management', 'INC'), (1, 'service-request-fulfilment', 'REQ'),
            (2, 'change-management', 'CHG'), (3, 'problem-management', 'PRB')) v(k, process, prefix)
          where k = case when n % 10 < 6 then 0 when n % 10 < 8 then 1 when n % 10 = 8 then 2 else 3 end) x on true
        join act_re_procdef d on d.key_ = x.process and d.version_ = 1;
      insert into sms.record (number, type, title, status, priority, service_id, customer_id, opened_at, closed_at, outcome,
                              process_key, process_version, process_instance_id, data, entries, updated_at, confidential)
        select number, t.id, 'Benchmark ' || n, case when n <= :cases - :open then 'closed' else 'in progress' end,
               (array['critical', 'high', 'moderate', 'low'])[1 + n % 4], s.id, c.id, opened_at,
               case when n <= :cases - :open then closes_at end,
               case when n <= :cases - :open then 'Closed' end, process, 1, instance,
               jsonb_build_object('supportGroup',
                 (array['applicationSupport', 'infrastructureSupport', 'networkSupport'])[1 + n % 3], 'text', repeat('x', 200)),
               5, closes_at, n % 50 = 0
        from sms.benchmark_case b
        join sms.record_type t on t.prefix = left(b.number, 3)
        join (select id, row_number() over (order by id) - 1 as k, count(*) over () as many from sms.service) s
          on s.k = b.n % s.many
        join (select id, row_number() over (order by id) - 1 as k, count(*) over () as many
              from sms.party where kind = 'customer') c on c.k = b.n % c.many;
      insert into act_hi_procinst (id_, proc_inst_id_, business_key_, proc_def_key_, proc_def_id_, start_time_, end_time_,
                                   duration_, root_proc_inst_id_, state_)
        select instance, instance, number, process, definition, opened_at at time zone 'UTC',
               case when n <= :cases - :open then closes_at at time zone 'UTC' end,
               case when n <= :cases - :open then extract(epoch from closes_at - opened_at)::bigint * 1000 end, instance,
               case when n <= :cases - :open then 'COMPLETED' else 'ACTIVE' end
        from sms.benchmark_case;
      insert into sms.target (record_number, kind, hours_id, calendar, agreed, started_at, warn_at, due_at, warned_at,
                              met_at, breached_at, ended_at)
        select number, k.kind, 'office', '{"timeZone": "UTC"}', k.agreed, opened_at, opened_at + k.agreed * 0.8,
               opened_at + k.agreed, opened_at + k.agreed * 0.8,
               case when n <= :cases - :open then least(closes_at, opened_at + k.agreed * 1.1) end,
               case when opened_at + k.agreed < closes_at then opened_at + k.agreed end,
               case when n <= :cases - :open then closes_at end
        from sms.benchmark_case
        cross join (values ('response', interval '4 hours'), ('resolution', interval '5 days')) k(kind, agreed);
      insert into act_ru_execution (id_, rev_, root_proc_inst_id_, proc_inst_id_, business_key_, proc_def_id_, act_id_,
                                    is_active_, is_concurrent_, is_scope_, is_event_scope_, suspension_state_,
                                    cached_ent_state_, sequence_counter_, proc_def_key_)
        select instance, 1, instance, instance, number, definition, 'userTask_diagnose', true, false, true, false, 1, 2, 1,
               process
        from sms.benchmark_case where n > :cases - :open;
      insert into act_ru_task (id_, rev_, execution_id_, proc_inst_id_, proc_def_id_, name_, task_def_key_, assignee_,
                               priority_, create_time_, due_date_, suspension_state_, task_state_)
        select 'benchmark-task-' || n, 1, instance, instance, definition, 'Diagnose and resolve', 'userTask_diagnose',
               case when n % 3 = 0 then 'chloe' end, 50, opened_at at time zone 'UTC',
               (opened_at + interval '5 days') at time zone 'UTC', 1, 'Created'
        from sms.benchmark_case where n > :cases - :open;
      insert into act_ru_identitylink (id_, rev_, group_id_, type_, task_id_)
        select 'benchmark-link-' || n, 1, (array['applicationSupport', 'infrastructureSupport', 'networkSupport'])[1 + n % 3],
               'candidate', 'benchmark-task-' || n
        from sms.benchmark_case where n > :cases - :open;
      """;

  /** Eight passages a case, of which two are people's work; an open one has not left the last. */
  private static final String PASSAGES =
      """
      insert into act_hi_actinst (id_, proc_def_key_, proc_def_id_, root_proc_inst_id_, proc_inst_id_, execution_id_,
                                  act_id_, act_name_, act_type_, start_time_, end_time_, duration_, act_inst_state_,
                                  sequence_counter_)
        select b.instance || '-' || e.k, b.process, b.definition, b.instance, b.instance, b.instance, e.id, e.id, e.type,
               t.begins at time zone 'UTC', t.ends at time zone 'UTC', extract(epoch from t.ends - t.begins)::bigint * 1000,
               0, e.k
        from sms.benchmark_case b
        cross join (values
          (1, 'event_reported', 'startEvent', 0, 0), (2, 'businessRuleTask_determinePriority', 'businessRuleTask', 0, 0),
          (3, 'serviceTask_notifyReporter', 'serviceTask', 0, 0), (4, 'userTask_classify', 'userTask', 0, 0.2),
          (5, 'gateway_joinDiagnose', 'exclusiveGateway', 0.2, 0.2), (6, 'userTask_diagnose', 'userTask', 0.2, 1),
          (7, 'gateway_isConfirmed', 'exclusiveGateway', 1, 1), (8, 'event_closed', 'noneEndEvent', 1, 1))
          e(k, id, type, a, z)
        cross join lateral (select b.opened_at + e.a * (b.closes_at - b.opened_at) as begins,
                                   b.opened_at + e.z * (b.closes_at - b.opened_at) as ends) t
        where b.n between :from and :until and (b.n <= :cases - :open or e.k < 6)
      """;

  private static final String ENTRIES =
      """
      insert into sms.record_entry (record_number, seq, at, actor, kind, process_key, process_version, element_id,
                                    element_name, requirement, changes)
        select b.number, s, b.opened_at + s * 0.1 * (b.closes_at - b.opened_at), 'person' || b.n % 40,
               case when s = 3 then 'assigned' else 'task' end, b.process, 1,
               case when s <= 2 then 'userTask_classify' else 'userTask_diagnose' end, 'Benchmark', '{}',
               case when s = 3 then jsonb_build_object('owner', 'chloe') else jsonb_build_object('note', repeat('x', 80)) end
        from sms.benchmark_case b cross join generate_series(1, 5) s where b.n between :from and :until order by b.n, s
      """;

  private final JdbcClient jdbc;
  private final HistoryService history;
  private final String address;
  private final HttpClient http = HttpClient.newHttpClient();

  private PerformancePages(ConfigurableApplicationContext product) {
    this.jdbc = product.getBean(JdbcClient.class);
    this.history = product.getBean(HistoryService.class);
    this.address =
        "http://localhost:" + product.getEnvironment().getProperty("local.server.port") + "/api/";
  }

  public static void main(String[] args) throws Exception {
    FileSystemUtils.deleteRecursively(Benchmark.DATA.resolve("postgres"));
    try (ConfigurableApplicationContext product = start(false)) {
      new PerformancePages(product).fill();
    }
    Instant begin = Instant.now();
    try (ConfigurableApplicationContext product = start(true)) {
      new PerformancePages(product).run(begin);
    }
  }

  /**
   * @param collecting whether figures are collected, and whatever else the application does by
   *     itself
   */
  private static ConfigurableApplicationContext start(boolean collecting) {
    return new SpringApplicationBuilder(Clauseflow.class)
        .run(
            "--DATA_DIR=" + Benchmark.DATA,
            "--server.port=0",
            "--camunda.bpm.job-execution.enabled=false",
            "--db-scheduler.enabled=" + collecting,
            "--logging.level.root=warn",
            "--spring.main.banner-mode=off");
  }

  private void fill() {
    Instant begin = Instant.now();
    for (String statement : RECORDS.split(";\n")) {
      if (!statement.isBlank()) {
        jdbc.sql(statement).param("cases", CASES).param("open", OPEN).update();
      }
    }
    for (int from = 1; from <= CASES; from += 20_000) {
      for (String statement : List.of(PASSAGES, ENTRIES)) {
        jdbc.sql(statement)
            .param("from", from)
            .param("until", Math.min(CASES, from + 19_999))
            .param("cases", CASES)
            .param("open", OPEN)
            .update();
      }
    }
    jdbc.sql("vacuum analyze").update();
    System.out.printf(
        "%,d cases, %,d entries, %,d activities of the engine written in %d s%n",
        CASES,
        count("sms.record_entry"),
        count("act_hi_actinst"),
        Duration.between(begin, Instant.now()).toSeconds());
  }

  private void run(Instant begin) throws Exception {
    while (jdbc.sql("select count(*) from sms.collection where at >= :begin")
            .param("begin", java.sql.Timestamp.from(begin))
            .query(Integer.class)
            .single()
        == 0) {
      Thread.sleep(200);
    }
    System.out.printf(
        "%,d cases and %,d passages collected for the first time, %d s after the start began%n",
        count("sms.case_figure"),
        count("sms.passage"),
        Duration.between(begin, Instant.now()).toSeconds());
    jdbc.sql("vacuum analyze").update();
    long before = heap();

    System.out.printf(
        Locale.ROOT,
        "%nEach page %d times, by HTTP%n%n%-58s %8s %8s %8s %8s%n",
        TIMES,
        "ms",
        "median",
        "p95",
        "longest",
        "goal");
    String month = "from=%s&until=%s".formatted(TODAY.minusDays(29), TODAY);
    String year = "from=%s&until=%s".formatted(TODAY.minusYears(1).plusDays(1), TODAY);
    String all = "from=%s&until=%s".formatted(TODAY.minusYears(3), TODAY);
    Map<String, String> pages = new java.util.LinkedHashMap<>();
    pages.put("choices", "performance/choices");
    pages.put("overview of 30 days", "performance/overview?" + month);
    pages.put("overview of a year", "performance/overview?" + year);
    pages.put("overview of three years", "performance/overview?" + all);
    pages.put(
        "overview of a year, one service and team",
        "performance/overview?" + year + "&service=mail&team=applicationSupport");
    pages.put("where work waits", "performance/waiting");
    pages.put("planned intervals", "performance/planned");
    String incidents = "?process=incident-management&version=1&";
    pages.put("heat of 30 days", "performance/heat" + incidents + month);
    pages.put("heat of a year", "performance/heat" + incidents + year);
    pages.put("heat of three years", "performance/heat" + incidents + all);
    pages.put("cases of a year, first page", "performance/cases?" + year);
    pages.put("cases of three years, first page", "performance/cases?" + all);
    pages.put(
        "cases of a year at an element",
        "performance/cases" + incidents + year + "&element=userTask_diagnose");
    pages.put(
        "cases of a year by words in the title",
        "performance/cases?" + year + "&text=Benchmark+177");
    pages.put("late cases", "performance/cases?" + year + "&state=late");
    pages.put("one case", "performance/cases/INC-1999-100000");
    Map<String, Double> medians = new HashMap<>();
    for (Map.Entry<String, String> page : pages.entrySet()) {
      medians.put(page.getKey(), measure(page.getKey(), page.getValue()));
    }
    System.out.printf(
        "%nHeap in use before these %,d questions %d MB, after them %d MB, of at most %d MB%n",
        pages.size() * (TIMES + 3),
        before >> 20,
        heap() >> 20,
        Runtime.getRuntime().maxMemory() >> 20);

    System.out.printf("%nThe same figures by the engine's own history queries%n%n");
    compare("overview of a year", medians, () -> overviewByEngine(TODAY.minusYears(1).plusDays(1)));
    compare("heat of a year", medians, () -> heatByEngine(TODAY.minusYears(1).plusDays(1)));
  }

  private long count(String table) {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private double measure(String name, String path) throws Exception {
    for (int i = 0; i < 3; i++) {
      ask(path);
    }
    double[] times = new double[TIMES];
    for (int i = 0; i < TIMES; i++) {
      long start = System.nanoTime();
      ask(path);
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    System.out.printf(
        Locale.ROOT,
        "%-58s %8.1f %8.1f %8.1f %8s%n",
        name,
        times[TIMES / 2],
        times[(int) (TIMES * 0.95) - 1],
        times[TIMES - 1],
        "< 300");
    return times[TIMES / 2];
  }

  private void ask(String path) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(address + path))
                .header(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString("olga:Welcome-20000".getBytes(StandardCharsets.UTF_8)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          URLEncoder.encode(path, StandardCharsets.UTF_8) + ": " + answer.body());
    }
  }

  private void compare(String name, Map<String, Double> medians, Runnable engine) {
    engine.run();
    double[] times = new double[3];
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      engine.run();
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    System.out.printf(
        Locale.ROOT,
        "%-58s %8.1f ms, %.1f times as long (goal: 20 times)%n",
        name,
        times[1],
        times[1] / medians.get(name));
  }

  /**
   * Opened, closed, open, median and ninetieth percentile of the time between by process and
   * version, and by process and month over thirteen months. The engine knows nothing of targets.
   */
  private void overviewByEngine(LocalDate from) {
    Date begin = date(from.withDayOfMonth(1).minusMonths(1));
    Map<String, List<Long>> lead = new HashMap<>();
    Map<String, Long> opened = new HashMap<>();
    for (HistoricProcessInstance one :
        history.createHistoricProcessInstanceQuery().finishedAfter(begin).unlimitedList()) {
      String month = one.getEndTime().toInstant().toString().substring(0, 7);
      for (String key :
          List.of(
              one.getProcessDefinitionKey(),
              one.getProcessDefinitionId(),
              one.getProcessDefinitionKey() + month,
              month)) {
        lead.computeIfAbsent(key, k -> new ArrayList<>()).add(one.getDurationInMillis());
      }
    }
    for (HistoricProcessInstance one :
        history.createHistoricProcessInstanceQuery().startedAfter(begin).unlimitedList()) {
      String month = one.getStartTime().toInstant().toString().substring(0, 7);
      for (String key :
          List.of(
              one.getProcessDefinitionKey(),
              one.getProcessDefinitionId(),
              one.getProcessDefinitionKey() + month)) {
        opened.merge(key, 1L, Long::sum);
      }
    }
    history
        .createHistoricProcessInstanceQuery()
        .unfinished()
        .unlimitedList()
        .forEach(one -> opened.merge("open " + one.getProcessDefinitionId(), 1L, Long::sum));
    sort(lead);
  }

  /** Passes, median and ninetieth percentile by element. */
  private void heatByEngine(LocalDate from) {
    String definition =
        jdbc.sql(
                "select id_ from act_re_procdef where key_ = 'incident-management' and version_ = 1")
            .query(String.class)
            .single();
    Map<String, List<Long>> durations = new HashMap<>();
    var query =
        history
            .createHistoricActivityInstanceQuery()
            .processDefinitionId(definition)
            .finishedAfter(date(from))
            .orderByHistoricActivityInstanceId()
            .asc();
    List<HistoricActivityInstance> part;
    int first = 0;
    do {
      // all at once does not fit into the heap
      part = query.listPage(first, PART);
      for (HistoricActivityInstance one : part) {
        durations
            .computeIfAbsent(one.getActivityId(), k -> new ArrayList<>())
            .add(one.getDurationInMillis());
      }
      first += PART;
    } while (part.size() == PART);
    sort(durations);
  }

  private static void sort(Map<String, List<Long>> values) {
    if (values.isEmpty()) {
      throw new IllegalStateException("The engine remembers nothing");
    }
    values.values().forEach(list -> list.sort(null));
  }

  private static Date date(LocalDate day) {
    return Date.from(day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
