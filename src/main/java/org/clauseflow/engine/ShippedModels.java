package org.clauseflow.engine;

import java.io.IOException;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.clauseflow.conformity.Model;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** The processes, decisions and forms that come with this release. */
@Component
class ShippedModels {

  /**
   * @param name the same from a folder of classes and from a jar, such as bpmn/8-resolution/x.bpmn
   */
  record File(ModelKind kind, String key, String name, byte[] content) {}

  /**
   * What is deployed together: a process with the forms and decisions it refers to, or one file
   * that nobody refers to.
   */
  record Unit(String name, List<File> files) {}

  private final Map<String, File> files = new TreeMap<>();

  ShippedModels() throws IOException {
    this(new PathMatchingResourcePatternResolver());
  }

  ShippedModels(PathMatchingResourcePatternResolver resolver) throws IOException {
    for (ModelKind kind : ModelKind.values()) {
      for (Resource resource :
          resolver.getResources("classpath*:" + kind.folder + "/*/*." + kind.ending)) {
        String name = name(resource.getURL());
        String file = name.substring(name.lastIndexOf('/') + 1);
        String key = file.substring(0, file.lastIndexOf('.'));
        File other = files.put(file, new File(kind, key, name, resource.getContentAsByteArray()));
        if (other != null) {
          throw new IllegalStateException(
              name + " and " + other.name() + " have the same name: rename one");
        }
      }
    }
  }

  /**
   * Folder of the kind, folder of the clause, file: the end of the address, wherever the classes
   * are.
   */
  static String name(URL address) {
    String[] parts = address.getPath().split("/");
    return Stream.of(parts)
        .skip(Math.max(0, parts.length - 3))
        .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
        .reduce((a, b) -> a + "/" + b)
        .orElseThrow();
  }

  /** Whether a file of that name, such as priority.dmn, is shipped. */
  boolean holds(String file) {
    return files.containsKey(file);
  }

  /** By name. */
  Map<String, byte[]> contents() {
    Map<String, byte[]> contents = new TreeMap<>();
    files.values().forEach(file -> contents.put(file.name(), file.content()));
    return contents;
  }

  List<File> files() {
    return List.copyOf(files.values());
  }

  /** One unit a process, by name; what several processes share belongs to the first. */
  List<Unit> units() {
    return units(files());
  }

  static List<Unit> units(List<File> files) {
    Map<String, File> free = new HashMap<>();
    files.stream()
        .filter(file -> file.kind() != ModelKind.PROCESS)
        .forEach(file -> free.put(file.key() + "." + file.kind().ending, file));
    List<Unit> units = new ArrayList<>();
    files.stream()
        .filter(file -> file.kind() == ModelKind.PROCESS)
        .sorted((a, b) -> a.key().compareTo(b.key()))
        .forEach(
            process -> {
              List<File> together = new ArrayList<>(List.of(process));
              for (String needed : references(process)) {
                File found = free.remove(needed);
                if (found != null) {
                  together.add(found);
                }
              }
              units.add(new Unit(process.key(), together));
            });
    free.values().stream()
        .sorted((a, b) -> a.name().compareTo(b.name()))
        .forEach(file -> units.add(new Unit(file.key(), List.of(file))));
    return units;
  }

  private static Set<String> references(File process) {
    try {
      return Model.read(process.content()).uses();
    } catch (Model.Unreadable e) {
      throw new IllegalStateException(process.name() + " cannot be read: " + e.getMessage(), e);
    }
  }
}
