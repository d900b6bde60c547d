package org.clauseflow.control;

import java.sql.Timestamp;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Finds what is wrong with the CMDB: against what was discovered, in itself, in what people
 * checked, in licences and against the asset ledger. Many of one kind and type become one
 * deficiency.
 */
@Repository
class DeficiencySearch {

  /** So many of one kind and type stand alone; more are put together. */
  private static final int ALONE = 5;

  private static final String FIND =
      """
      insert into sms.audit_deficiency (audit, place, kind, title, detail, count, cis)
      with audited as materialized (
        select c.* from sms.ci c where c.id in (select sms.cis_of_audit(:kind, :type, :service))
      ), seen as materialized (
        select * from sms.discovered
      ), found (weight, kind, type_id, ci, what, detail) as (
        select 1, 'notFound', c.type_id, c.id, c.name, 'was not found where the CMDB says it is' || coalesce(': ' || i.note, '')
        from sms.audit_item i join sms.ci c on c.id = i.ci where i.audit = :audit and i.result = 'notFound'
        union all
        select 1, 'differs', c.type_id, c.id, c.name, 'was found, but differs' || coalesce(': ' || i.note, '')
        from sms.audit_item i join sms.ci c on c.id = i.ci where i.audit = :audit and i.result = 'differs'
        union all
        select 2, 'unknown', s.type_id, null, coalesce(s.name, s.external_id), 'was discovered by ' || s.source || ' as ' || s.external_id
          || ' and is not in the CMDB'
        from seen s
        where s.ci is null and (:kind = 'all' or :kind = 'type' and s.type_id = :type)
        union all
        select 2, 'missing', a.type_id, a.id, a.name, 'is not named any more by ' || o.source || ', which knew it as ' || o.external_id
        from audited a
        join sms.ci_origin o on o.ci_id = a.id
        where a.status = 'in use' and exists (select from sms.discovery d where d.source = o.source and d.complete)
          and not exists (select from seen s where s.source = o.source and s.external_id = o.external_id)
        union all
        select 3, 'differs', a.type_id, a.id, a.name, string_agg(f.key || ' is ' || f.value || ' by ' || s.source || ', the CMDB has '
          || coalesce(sms.ci_fields(c) ->> f.key, 'nothing'), '; ' order by f.key)
        from audited a join sms.ci c on c.id = a.id join seen s on s.ci = a.id, jsonb_each_text(s.facts) f
        where f.value is distinct from sms.ci_fields(c) ->> f.key
        group by a.type_id, a.id, a.name
        union all
        select 4, 'licence', l.type_id, l.id, l.name, 'is used ' || l.used || ' times by ' || l.kind || ', and ' || l.entitled || ' are entitled'
        from sms.ci_licence l join audited a on a.id = l.id where l.used > l.entitled
        union all
        select 4, 'licence', l.type_id, l.id, l.name, 'was valid until ' || l.until
        from sms.ci_licence l join audited a on a.id = l.id where l.until < :today
        union all
        select 5, 'masterCopy', a.type_id, a.id, a.name, 'names no master copy'
        from audited a join sms.ci_type t on t.id = a.type_id where t.master_copy and a.status = 'in use' and a.master_copy is null
        union all
        select 5, 'duplicate', a.type_id, a.id, d.value, 'has the same ' || d.same || ' as ' || array_to_string(array_remove(d.ids, a.id), ', ')
        from sms.ci_duplicate d join audited a on a.id = d.ids[1]
        union all
        select 6, 'asset', a.type_id, a.id, a.name, 'has the asset tag ' || (a.attributes->>'assetTag') || ', which the asset ledger does not know'
        from audited a
        where a.attributes->>'assetTag' is not null and exists (select from sms.asset_ledger)
          and not exists (select from sms.asset_ledger g where g.number = a.attributes->>'assetTag')
        union all
        select 6, 'asset', c.type_id, c.id, c.name, concat_ws('; ',
          case when (c.status = 'retired') <> (g.status = 'off') then 'is ' || c.status || ', and in the asset ledger '
            || case g.status when 'off' then 'written off' else 'on the books' end end,
          case when c.status <> 'retired' and g.location is distinct from coalesce(c.location, g.location) and g.location is not null
            then 'stands at ' || coalesce(c.location, 'no place') || ', in the asset ledger at ' || g.location end,
          case when (c.attributes->>'cost')::numeric <> g.cost then 'cost ' || (c.attributes->>'cost') || ', in the asset ledger ' || g.cost end)
        from sms.asset_ledger g join sms.ci c on c.attributes->>'assetTag' = g.number
        where (:kind = 'all' or :kind = 'type' and c.type_id = :type)
          and ((c.status = 'retired') <> (g.status = 'off') or (c.attributes->>'cost')::numeric <> g.cost
            or c.status <> 'retired' and g.location is not null and c.location is not null and g.location <> c.location)
        union all
        select 6, 'asset', null, null, g.number || ' ' || g.name, 'is on the books, and no item has it as its asset tag'
        from sms.asset_ledger g
        where :kind = 'all' and g.status = 'on' and not exists (select from sms.ci c where c.attributes->>'assetTag' = g.number)
        union all
        select 7, 'incomplete', a.type_id, a.id, a.name, 'lacks ' || array_to_string(array_remove(i.missing, 'masterCopy'), ', ')
        from sms.ci_incomplete i join audited a on a.id = i.id
        where a.status = 'in use' and cardinality(array_remove(i.missing, 'masterCopy')) > 0
        union all
        select 8, 'orphan', a.type_id, a.id, a.name, 'is related to nothing'
        from sms.ci_orphan o join audited a on a.id = o.id where a.status = 'in use'
        union all
        select 8, 'stale', a.type_id, a.id, a.name, 'was neither changed nor seen since ' || to_char(s.seen_at at time zone 'UTC', 'YYYY-MM-DD')
        from sms.ci_stale(:at) s join audited a on a.id = s.id
      ), counted as (
        select f.*, count(*) over (partition by kind, type_id) as of_kind from found f
      ), put as (
        select min(weight) as weight, kind, type_id, of_kind, count(*) as count,
               coalesce(array_agg(distinct ci) filter (where ci is not null), '{}') as cis,
               min(what) as what, min(detail) as detail,
               string_agg(what || ' ' || detail, '; ' order by what) as all_details
        from counted
        group by kind, type_id, of_kind, case when of_kind <= :alone then coalesce(ci, what) || detail end
      )
      select :audit, row_number() over (order by p.weight, p.kind, p.type_id, p.what, p.detail), p.kind,
             left(case when p.count = 1 then p.what || coalesce(' (' || t.name || ')', '') || ': ' || p.detail
                       else p.count || ' × ' || coalesce(t.name, 'Asset') || ': ' || p.kind end, 200),
             left(p.all_details, 2000), p.count, p.cis
      from put p left join sms.ci_type t on t.id = p.type_id
      """;

  private final JdbcClient jdbc;

  DeficiencySearch(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What was found for this audit before is replaced. */
  int find(String audit, AuditScope scope, Instant at) {
    jdbc.sql("delete from sms.audit_deficiency where audit = :audit")
        .param("audit", audit)
        .update();
    return jdbc.sql(FIND)
        .param("audit", audit)
        .param("kind", scope.kind())
        .param("type", scope.type())
        .param("service", scope.service())
        .param("at", Timestamp.from(at))
        .param("today", java.sql.Date.valueOf(at.atZone(java.time.ZoneOffset.UTC).toLocalDate()))
        .param("alone", ALONE)
        .update();
  }
}
