package org.clauseflow.cmdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What kinds of configuration items there are, and how each is defined. */
@Service
public class CiTypes {

  private static final String SELECT =
      """
      select t.id, t.name, t.definition, t.degree_of_control, t.master_copy, t.review_days,
             (select coalesce(jsonb_agg(jsonb_build_object('name', a.name, 'label', a.label, 'kind', a.kind,
                'choices', a.choices, 'required', a.required) order by a.position, a.name), '[]')
              from sms.ci_type_attribute a where a.type_id = t.id) as attributes
      from sms.ci_type t
      """;

  private static final TypeReference<List<CiType.Attribute>> ATTRIBUTES = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  CiTypes(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  public List<CiType> all() {
    return jdbc.sql(SELECT + "order by t.name, t.id").query(this::read).list();
  }

  public Optional<CiType> find(String id) {
    return jdbc.sql(SELECT + "where t.id = :id").param("id", id).query(this::read).optional();
  }

  /**
   * Defines a type, or defines it anew. What items have already must fit the new definition; what
   * it requires and they lack shows in the figures of completeness.
   */
  @Transactional
  public void define(CiType type) {
    try {
      jdbc.sql(
              """
              insert into sms.ci_type (id, name, definition, degree_of_control, master_copy, review_days)
              values (:id, :name, :definition, :degree, :masterCopy, :reviewDays)
              on conflict (id) do update set name = excluded.name, definition = excluded.definition,
                degree_of_control = excluded.degree_of_control, master_copy = excluded.master_copy,
                review_days = excluded.review_days
              """)
          .param("id", type.id())
          .param("name", type.name())
          .param("definition", type.definition())
          .param("degree", type.degreeOfControl())
          .param("masterCopy", type.masterCopy())
          .param("reviewDays", type.reviewDays())
          .update();
      jdbc.sql("delete from sms.ci_type_attribute where type_id = :id")
          .param("id", type.id())
          .update();
      jdbc.sql(
              """
              insert into sms.ci_type_attribute (type_id, name, label, kind, choices, required, position)
              select :id, a->>'name', a->>'label', a->>'kind',
                     case when jsonb_typeof(a->'choices') = 'array' then array(select jsonb_array_elements_text(a->'choices')) end,
                     (a->>'required')::boolean, n
              from jsonb_array_elements(:attributes::jsonb) with ordinality x (a, n)
              """)
          .param("id", type.id())
          .param("attributes", text(type.attributes()))
          .update();
    } catch (DataIntegrityViolationException e) {
      throw new Refusal(
          Reason.INVALID,
          "The definition of "
              + type.id()
              + " cannot be kept. It needs an id in small letters, a definition, a degree of"
              + " control that is low, medium or high, and attributes with names of their own, of"
              + " the kinds text, number, date or choice (with choices)");
    }
    unfit(type.id())
        .ifPresent(
            fault -> {
              throw new Refusal(
                  Reason.INVALID, "attributes", "do not fit what is registered: " + fault);
            });
  }

  private Optional<String> unfit(String type) {
    return jdbc.sql(
            """
            select id || ': ' || fault from (
              select id, sms.ci_attribute_faults(type_id, 'planned', attributes) as fault from sms.ci where type_id = :type) x
            where fault is not null order by id limit 1
            """)
        .param("type", type)
        .query(String.class)
        .optional();
  }

  private CiType read(java.sql.ResultSet rs, int row) throws java.sql.SQLException {
    try {
      return new CiType(
          rs.getString("id"),
          rs.getString("name"),
          rs.getString("definition"),
          rs.getString("degree_of_control"),
          rs.getBoolean("master_copy"),
          rs.getInt("review_days"),
          json.readValue(rs.getString("attributes"), ATTRIBUTES));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String text(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
