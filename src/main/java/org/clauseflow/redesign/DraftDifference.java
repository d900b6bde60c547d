package org.clauseflow.redesign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.clauseflow.conformity.Mark;
import org.clauseflow.conformity.Model;
import org.clauseflow.conformity.ModelDifference;
import org.clauseflow.conformity.ModelDifference.Change;
import org.clauseflow.engine.ApprovedModels;
import org.springframework.stereotype.Component;

/** What a draft changes: in its model, and in the forms and tables that come with it. */
@Component
class DraftDifference {

  private final ApprovedModels models;
  private final ObjectMapper json;

  DraftDifference(ApprovedModels models, ObjectMapper json) {
    this.models = models;
    this.json = json;
  }

  List<Change> of(Optional<Subject> inForce, Draft draft) {
    List<Change> changes = new ArrayList<>();
    if (inForce.isPresent()) {
      changes.addAll(ModelDifference.between(inForce.get().model(), draft.model()).changes());
    } else {
      changes.add(
          new Change(Mark.ADDED, draft.key(), draft.name(), draft.kind().word(), List.of()));
    }
    draft.files().stream()
        .filter(file -> !file.equals(draft.main()))
        .forEach(file -> changes.addAll(beside(file)));
    return changes;
  }

  private List<Change> beside(DraftFile file) {
    String key = file.name().substring(0, file.name().lastIndexOf('.'));
    String kind = file.name().endsWith(".form") ? "form" : "decision";
    Optional<byte[]> was = models.latest(file.name());
    if (was.isEmpty()) {
      return List.of(new Change(Mark.ADDED, key, key, kind, List.of()));
    }
    if (Arrays.equals(was.get(), file.content())) {
      return List.of();
    }
    return kind.equals("form")
        ? List.of(new Change(Mark.CHANGED, key, key, kind, fields(was.get(), file.content())))
        : table(was.get(), file, key);
  }

  private static List<Change> table(byte[] was, DraftFile file, String key) {
    try {
      List<String> what =
          ModelDifference.between(Model.read(was), Model.read(file.content())).changes().stream()
              .map(
                  change ->
                      "%s %s %s: %s"
                          .formatted(
                              change.kind(),
                              change.name(),
                              change.mark().word(),
                              String.join("; ", change.what())))
              .toList();
      return List.of(new Change(Mark.CHANGED, key, key, "decision", what));
    } catch (Model.Unreadable e) {
      // the guard says what is wrong with it
      return List.of(new Change(Mark.CHANGED, key, key, "decision", List.of()));
    }
  }

  /** Which fields come, go and change. */
  private List<String> fields(byte[] was, byte[] becomes) {
    Map<String, JsonNode> before = fields(was);
    Map<String, JsonNode> after = fields(becomes);
    TreeSet<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    List<String> what = new ArrayList<>();
    for (String key : keys) {
      if (!before.containsKey(key)) {
        what.add("field %s: added".formatted(key));
      } else if (!after.containsKey(key)) {
        what.add("field %s: removed".formatted(key));
      } else if (!Objects.equals(before.get(key), after.get(key))) {
        what.add("field %s: changed".formatted(key));
      }
    }
    return what;
  }

  private Map<String, JsonNode> fields(byte[] form) {
    Map<String, JsonNode> fields = new TreeMap<>();
    try {
      collect(json.readTree(form).path("components"), fields);
    } catch (IOException e) {
      // the guard says what is wrong with it
    }
    return fields;
  }

  private static void collect(JsonNode components, Map<String, JsonNode> fields) {
    for (JsonNode component : components) {
      String key = component.path("key").asText(component.path("id").asText());
      fields.put(key, component);
      collect(component.path("components"), fields);
    }
  }
}
