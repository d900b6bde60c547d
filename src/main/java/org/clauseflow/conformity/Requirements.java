package org.clauseflow.conformity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What is asked of the service provider, in the order of the clauses. */
public final class Requirements {

  private static final String CATALOGUE = "conformity/iso20000-1-2011.yaml";

  private final Map<String, String> clauses;
  private final Map<String, Requirement> byId;

  private Requirements(Map<String, String> clauses, Map<String, Requirement> byId) {
    this.clauses = clauses;
    this.byId = byId;
  }

  /** The catalogue of ISO/IEC 20000-1:2011 alone, as it ships. */
  public static Requirements ofStandard() {
    try (InputStream catalogue = new ClassPathResource(CATALOGUE).getInputStream()) {
      Map<String, Object> content =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(catalogue);
      Map<String, String> clauses = new LinkedHashMap<>();
      ((Map<?, ?>) content.get("clauses"))
          .forEach((clause, title) -> clauses.put((String) clause, (String) title));
      Map<String, Requirement> byId = new LinkedHashMap<>();
      for (Object entry : (List<?>) content.get("requirements")) {
        Requirement requirement = read((Map<?, ?>) entry);
        if (byId.put(requirement.id(), requirement) != null) {
          throw new IllegalStateException(CATALOGUE + " has " + requirement.id() + " twice");
        }
      }
      return new Requirements(clauses, byId);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Requirement read(Map<?, ?> entry) {
    String id = (String) entry.get("id");
    List<String> process =
        ((List<?>) entry.get("process")).stream().map(String.class::cast).toList();
    String clause = id.substring(0, id.indexOf('-'));
    return new Requirement(id, clause, (String) entry.get("says"), process, null);
  }

  /** These and what the organization adds to them. */
  Requirements with(List<Requirement> own) {
    Map<String, Requirement> all = new LinkedHashMap<>(byId);
    own.forEach(requirement -> all.put(requirement.id(), requirement));
    return new Requirements(clauses, all);
  }

  public Optional<Requirement> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  public Collection<Requirement> all() {
    return List.copyOf(byId.values());
  }

  /** What the process carries out, alone or with others. */
  public List<Requirement> of(String process) {
    return byId.values().stream().filter(r -> r.process().contains(process)).toList();
  }

  /** Titles of the standard's clauses, by number. */
  Map<String, String> clauses() {
    return clauses;
  }
}
