package org.clauseflow.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.springframework.jdbc.core.namedparam.AbstractSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * For whom and about what a form is handed out or checked.
 *
 * @param person id, null if the application itself acts
 * @param customerOnly whether the person is nothing but a customer's, and sees their own
 *     organization only
 * @param record number of the record, null before the start
 * @param values what is known: the variables, over them what is being submitted
 */
record Asker(String person, boolean customerOnly, String record, Map<String, Object> values) {

  private static final Set<String> CUSTOMERS = Set.of("customer", "customerApprover");

  static Asker of(CommandContext context, String record, Map<String, Object> values) {
    Authentication authentication = context.getAuthentication();
    if (authentication == null) {
      return new Asker(null, false, record, values);
    }
    List<String> roles = authentication.getGroupIds();
    boolean customerOnly = roles != null && !roles.isEmpty() && CUSTOMERS.containsAll(roles);
    return new Asker(authentication.getUserId(), customerOnly, record, values);
  }

  String value(String name) {
    return values.get(name) instanceof String text ? text : null;
  }

  /**
   * The parameters of a query for this asker: person, customerOnly, record, and every other name
   * the value known by it, null if none is.
   *
   * @param further go before
   */
  SqlParameterSource parameters(Map<String, Object> further) {
    return new AbstractSqlParameterSource() {

      @Override
      public boolean hasValue(String name) {
        return true;
      }

      @Override
      public Object getValue(String name) {
        return switch (name) {
          case "person" -> person;
          case "customerOnly" -> customerOnly;
          case "record" -> record;
          default -> further.containsKey(name) ? further.get(name) : values.get(name);
        };
      }
    };
  }
}
