package org.clauseflow.work;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Who may have a task: its candidates, and where the model names one person alone, who holds a role
 * of theirs. A customer's people have what is about their own organization only.
 */
@Repository
class Eligible {

  private static final String FITS =
      """
      (p.id = any (a.users)
       or exists (select from sms.person_role x where x.person_id = p.id and x.role_id = any (a.groups))
       or cardinality(a.users) + cardinality(a.groups) = 0
          and exists (select from sms.person_role x join sms.person_role y using (role_id)
                      where x.person_id = p.id and y.person_id = a.holder))
      and (a.customer is null or not exists (select from sms.party y where y.id = p.party_id and y.kind = 'customer')
           or p.party_id = a.customer)
      """;

  private static final String ASKED =
      """
      with a as (
        select t.id_ as task, coalesce(t.owner_, t.assignee_) as holder, r.customer_id as customer,
               array(select l.group_id_ from act_ru_identitylink l
                     where l.task_id_ = t.id_ and l.type_ = 'candidate' and l.group_id_ is not null) as groups,
               array(select l.user_id_ from act_ru_identitylink l
                     where l.task_id_ = t.id_ and l.type_ = 'candidate' and l.user_id_ is not null) as users
        from act_ru_task t
          join act_ru_execution e on e.id_ = t.proc_inst_id_
          left join sms.record r on r.number = e.business_key_
        where t.id_ in (:tasks))
      """;

  /** A person who may be chosen. */
  record Choice(String id, String name) {}

  private final JdbcClient jdbc;

  Eligible(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Those of these tasks that somebody may have. */
  Set<String> tasks(String person, Collection<String> tasks) {
    return Set.copyOf(
        jdbc.sql(
                ASKED
                    + "select a.task from a join sms.person p on p.id = :person and p.active where "
                    + FITS)
            .param("tasks", tasks)
            .param("person", person)
            .query(String.class)
            .list());
  }

  /** Who may have all of these tasks, by name. */
  List<Choice> people(Collection<String> tasks) {
    return jdbc.sql(
            ASKED
                + """
                select p.id, p.name from sms.person p
                where p.active and exists (select from sms.person_role o where o.person_id = p.id)
                  and exists (select from a) and not exists (select from a where not (%s))
                order by p.name, p.id limit 500
                """
                    .formatted(FITS))
        .param("tasks", tasks)
        .query(Choice.class)
        .list();
  }
}
