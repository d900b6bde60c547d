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
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The catalogue of what the standard asks of a service provider. */
@Component
public class Requirements {

  private static final String CATALOGUE = "conformity/iso20000-1-2011.yaml";

  private final Map<String, Requirement> byId = new LinkedHashMap<>();

  public Requirements() {
    try (InputStream catalogue = new ClassPathResource(CATALOGUE).getInputStream()) {
      Map<String, List<Map<String, Object>>> content =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(catalogue);
      for (Map<String, Object> entry : content.get("requirements")) {
        Requirement requirement = read(entry);
        if (byId.put(requirement.id(), requirement) != null) {
          throw new IllegalStateException(CATALOGUE + " has " + requirement.id() + " twice");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Requirement read(Map<String, Object> entry) {
    List<String> process =
        ((List<?>) entry.get("process")).stream().map(String.class::cast).toList();
    return new Requirement((String) entry.get("id"), (String) entry.get("says"), process);
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
}
