package org.clauseflow.control;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.ProcessStory;
import org.clauseflow.record.Link;
import org.springframework.beans.factory.annotation.Autowired;

/** What the stories of changes are told with: requests, plans, assessments, decisions, releases. */
abstract class ChangeStory extends ProcessStory {

  @Autowired private ChangeWindows windows;

  /** A complete request of the kind. */
  Map<String, Object> change(String kind) {
    return values(
        "title",
        "Disks of the file server",
        "description",
        "The disks, nothing else",
        "benefit",
        "More space",
        "service",
        "files",
        "changeKind",
        kind,
        "urgency",
        "planned",
        "reporter",
        "anna");
  }

  String request(String person, String kind) {
    return request(person, change(kind));
  }

  String request(String person, Map<String, Object> values) {
    as(person);
    return forms
        .submitStartForm(
            repository
                .createProcessDefinitionQuery()
                .processDefinitionKey("change-management")
                .latestVersion()
                .singleResult()
                .getId(),
            new HashMap<>(values))
        .getBusinessKey();
  }

  void proceed(String number) {
    as("carla");
    complete(
        number,
        "userTask_check",
        Map.of("checked", "proceed", "supportGroup", "infrastructureSupport"));
  }

  /** Planned by the group for two hours, so long after that morning. */
  void plan(String number, String person, Duration from) {
    Instant start = MORNING.plus(from);
    as(person);
    complete(
        number,
        "userTask_plan",
        values(
            "plannedStart",
            start.toString(),
            "plannedEnd",
            start.plusSeconds(7200).toString(),
            "implementer",
            "farid",
            "interruption",
            0,
            "testPlan",
            "Read and write",
            "remedyPlan",
            "The old disks go back"));
  }

  /** All who assess see no difficulty, but for what is answered otherwise. */
  void assess(String number, Map<String, Object> otherwise) {
    assess(
        number,
        "elif",
        "Technically",
        otherwise,
        values("reversible", "full", "complexity", "low", "technicalNote", "Simple"));
    assess(
        number,
        "ines",
        "Security",
        otherwise,
        values("securityRisks", "none", "securityControls", "no"));
    assess(number, "conrad", "Continuity", otherwise, values("planImpact", "none"));
    assess(number, "fiona", "Cost", otherwise, values("cost", 500, "budget", "covered"));
    assess(number, "ruth", "Releases", otherwise, values("releaseImpact", "none"));
  }

  private void assess(
      String number,
      String person,
      String what,
      Map<String, Object> otherwise,
      Map<String, Object> answers) {
    otherwise.forEach((name, value) -> answers.replace(name, value));
    as(person);
    complete(number, "userTask_assess" + what, answers);
  }

  /** Requested, planned, assessed and approved. */
  String inBuild(Duration from) {
    String number = request("anna", "change");
    proceed(number);
    plan(number, "elif", from);
    assess(number, Map.of());
    decide(number, "for");
    return number;
  }

  void build(String number, String deployBy) {
    as("elif");
    complete(
        number,
        "userTask_build",
        values(
            "built", "ready", "testResult", "Works", "remedyTested", "yes", "deployBy", deployBy));
  }

  void remedy(String number) {
    as("elif");
    complete(
        number,
        "userTask_remedy",
        Map.of("remedied", "reversed", "remedyResult", "The old disks are in again"));
  }

  void investigate(String number, Map<String, Object> result) {
    Map<String, Object> all = new HashMap<>(result);
    all.put("failureKind", "build");
    all.put("failureCause", "Wrong firmware");
    as("carla");
    complete(number, "userTask_investigate", all);
  }

  /** The board, or the chair alone, decides: for it or against it. */
  void decide(String number, String vote) {
    String board = board(number);
    voteAll(board, vote);
    record(number, vote.equals("for") ? "approved" : "rejected");
  }

  /** The board has nothing to say, so the chair puts it off. */
  void defer(String number) {
    String board = board(number);
    voteAll(board, "abstain");
    if (task(board, "userTask_decide") == null) {
      // they are given more time once
      fire(board, "event_deadlineReached");
    }
    record(number, "deferred");
  }

  private void voteAll(String board, String vote) {
    for (Task task :
        tasks
            .createTaskQuery()
            .processInstanceBusinessKey(board)
            .taskDefinitionKey("userTask_vote")
            .unlimitedList()) {
      as(task.getAssignee());
      tasks.complete(task.getId(), values("vote", vote, "voteComment", "As it is planned"));
    }
    deliver();
  }

  private void record(String number, String decision) {
    as("carla");
    Map<String, Object> values = new HashMap<>(CabStory.CONSIDERED);
    values.put("decision", decision);
    values.put("decisionReason", "As the votes say");
    complete(board(number), "userTask_decide", values);
    deliver();
  }

  /** Nothing that the CMDB knows has changed. */
  void updateNothing(String number) {
    as("wanda");
    complete(part(number, "configuration-control"), "userTask_choose", Map.of("choice", "done"));
  }

  /** An item that the change has moved is written down and checked. */
  void updateCmdb(String number, String item, String name, String location) {
    String update = part(number, "configuration-control");
    as("elif");
    complete(update, "userTask_choose", Map.of("choice", "item", "ciAction", "change", "ci", item));
    complete(
        update,
        "userTask_write",
        Map.of("writing", "apply", "ciName", name, "ciStatus", "in use", "ciLocation", location));
    as("wanda");
    complete(update, "userTask_check", Map.of("checked", "right"));
    complete(update, "userTask_verify", Map.of("verified", "done"));
  }

  /** Planned, built, approved, deployed by hand and verified; reversed if it does not work. */
  void deployEmergencyRelease(String number, boolean works) {
    String release = part(number, "release");
    as("ruth");
    complete(
        release,
        "userTask_plan",
        values(
            "plannedStart",
            MORNING.plusSeconds(1800).toString(),
            "plannedEnd",
            MORNING.plusSeconds(5400).toString(),
            "deploymentMethod",
            "hand",
            "supportGroup",
            "infrastructureSupport",
            "reversalPlan",
            "Out again"));
    as("elif");
    complete(
        release,
        "userTask_buildAndTest",
        values(
            "buildNote",
            "One patch",
            "testResult",
            "passed",
            "reversalTest",
            "notPossible",
            "testNote",
            "Load"));
    as("carla");
    complete(release, "userTask_approve", Map.of("approved", "yes"));
    as("elif");
    complete(
        release,
        "userTask_deploy",
        Map.of("deploymentResult", "succeeded", "deploymentNote", "In ten minutes"));
    complete(
        release,
        "userTask_verify",
        values(
            "verifiedItems",
            releaseItems(release),
            "works",
            works ? "yes" : "no",
            "verificationNote",
            "Looked"));
    if (!works) {
      complete(release, "userTask_reverse", Map.of("reversalNote", "All as before"));
    }
  }

  /** The board that decides on a change now. */
  String board(String change) {
    return part(change, "cab-decision");
  }

  /** The open record of this type that is part of a change. */
  String part(String change, String type) {
    register.flush();
    return jdbc.sql(
            """
            select r.number from sms.record_link l join sms.record r on r.number = l.from_number
            where l.to_number = :change and l.kind = 'part of' and r.type = :type and r.closed_at is null
            """)
        .param("change", change)
        .param("type", type)
        .query(String.class)
        .single();
  }

  private List<String> releaseItems(String release) {
    return jdbc.sql("select sms.release_cis(:release)")
        .param("release", release)
        .query(String.class)
        .list();
  }

  String scheduled(String change) {
    return jdbc.sql("select state from sms.scheduled_change where change = :change")
        .param("change", change)
        .query(String.class)
        .single();
  }

  Instant start(String change) {
    return jdbc.sql("select lower(period) from sms.scheduled_change where change = :change")
        .param("change", change)
        .query(Timestamp.class)
        .single()
        .toInstant();
  }

  /** Nothing of the files service may be changed then; it stays so after the story. */
  void freeze(Duration from, Duration until) {
    windows.add(
        new ChangeWindow(
            null,
            "freeze",
            "Closing of the books",
            "Nothing moves",
            "files",
            null,
            MORNING.plus(from),
            MORNING.plus(until),
            null,
            "UTC"),
        "carla");
  }

  /** A configuration item of a service. */
  String item(String service) {
    return jdbc.sql("select min(c) from sms.cis_of_service(:service) c")
        .param("service", service)
        .query(String.class)
        .single();
  }

  /** The releases that deploy a change. */
  List<String> deployedBy(String change) {
    return register.links(change).stream()
        .filter(link -> link.to().equals(change) && link.kind().equals("deploys"))
        .map(Link::from)
        .toList();
  }

  /** Messages that a record has raised, in their order. */
  List<String> raised(String number) {
    return jdbc.sql(
            "select name from sms.message where from_record = :number and to_record is null order by id")
        .param("number", number)
        .query(String.class)
        .list();
  }

  /** Messages that a record was told, in their order. */
  List<String> told(String number) {
    return jdbc.sql("select name from sms.message where to_record = :number order by id")
        .param("number", number)
        .query(String.class)
        .list();
  }
}
