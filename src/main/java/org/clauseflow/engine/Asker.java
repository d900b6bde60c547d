package org.clauseflow.engine;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;

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

  static Asker of(CommandContext context, String record, Map<String, Object> values) {
    Authentication authentication = context.getAuthentication();
    if (authentication == null) {
      return new Asker(null, false, record, values);
    }
    List<String> roles = authentication.getGroupIds();
    boolean customerOnly = roles != null && roles.equals(List.of("customer"));
    return new Asker(authentication.getUserId(), customerOnly, record, values);
  }

  String value(String name) {
    return values.get(name) instanceof String text ? text : null;
  }
}
