package org.clauseflow.performance;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Service;

/** Offers what figures can be asked for. */
@Service
public class CaseChoices {

  private record Choice(String kind, String id, String name) {}

  private final JdbcClient jdbc;
  private final CaseSelection selection;
  private final Versions versions;

  CaseChoices(JdbcClient jdbc, CaseSelection selection, Versions versions) {
    this.jdbc = jdbc;
    this.selection = selection;
    this.versions = versions;
  }

  public Choices of(Authentication person) {
    CaseSelection.Scope scope = selection.scope(null, person);
    Map<String, List<Choices.Version>> known = versions.of(scope.processes().keySet());
    List<Choice> choices =
        jdbc.sql(
                """
                select 'service' as kind, id, name from sms.service
                union all select 'customer', id, name from sms.party where kind = 'customer'
                union all select 'team', id, name from sms.role where support_group
                union all select distinct 'priority', priority, priority from sms.case_figure where priority is not null
                order by kind, name
                """)
            .query(Choice.class)
            .list();
    return new Choices(
        scope.processes().values().stream()
            .map(
                model ->
                    new Choices.Process(
                        model.key(),
                        model.name(),
                        model.owner(),
                        known.getOrDefault(model.key(), List.of())))
            .toList(),
        named(choices, "service"),
        named(choices, "customer"),
        named(choices, "team"),
        named(choices, "priority").stream().map(Choices.Named::id).toList());
  }

  private static List<Choices.Named> named(List<Choice> choices, String kind) {
    return choices.stream()
        .filter(choice -> choice.kind().equals(kind))
        .map(choice -> new Choices.Named(choice.id(), choice.name()))
        .toList();
  }
}
