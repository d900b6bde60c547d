package org.clauseflow.control;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clauseflow.cmdb.CiType;

/** Attributes of a type as rows of a form, its choices separated by commas. */
class TypeRows {

  private TypeRows() {}

  static Map<String, Object> row(CiType.Attribute attribute) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", attribute.name());
    row.put("label", attribute.label());
    row.put("kind", attribute.kind());
    row.put("choices", attribute.choices() == null ? null : String.join(", ", attribute.choices()));
    row.put("required", attribute.required());
    return row;
  }

  static CiType.Attribute attribute(Map<String, Object> row) {
    String choices = (String) row.get("choices");
    List<String> list =
        choices == null
            ? null
            : Arrays.stream(choices.split(","))
                .map(String::strip)
                .filter(c -> !c.isEmpty())
                .toList();
    return new CiType.Attribute(
        (String) row.get("name"),
        (String) row.get("label"),
        (String) row.get("kind"),
        list,
        Boolean.TRUE.equals(row.get("required")));
  }
}
