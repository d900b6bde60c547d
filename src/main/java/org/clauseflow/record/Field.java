package org.clauseflow.record;

import java.util.HashMap;
import java.util.Map;

/** What every record has: the name that forms, variables and journal use, and its column. */
enum Field {
  TITLE("title", "title"),
  STATUS("status", "status"),
  PRIORITY("priority", "priority"),
  SERVICE("service", "service_id"),
  CUSTOMER("customer", "customer_id"),
  REPORTER("reporter", "reporter_id"),
  OWNER("owner", "owner_id"),
  CONFIDENTIAL("confidential", "confidential"),
  SOURCE("source", "source"),
  EXTERNAL_ID("externalId", "external_id"),
  RESOLVED_AT("resolvedAt", "resolved_at"),
  CLOSED_AT("closedAt", "closed_at"),
  OUTCOME("outcome", "outcome");

  private static final Map<String, Field> BY_NAME = new HashMap<>();

  static {
    for (Field field : values()) {
      BY_NAME.put(field.name, field);
    }
  }

  private final String name;
  private final String column;

  Field(String name, String column) {
    this.name = name;
    this.column = column;
  }

  String column() {
    return column;
  }

  static Field named(String name) {
    return BY_NAME.get(name);
  }
}
