package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

class ShippedModelsTest {

  private static final Map<String, String> FILES =
      Map.of(
          "bpmn/8-resolution/a-first.bpmn",
              process("camunda:decisionRef=\"shared\" camunda:formRef=\"ask\""),
          "bpmn/9-control/b-second.bpmn", process("camunda:decisionRef=\"shared\""),
          "dmn/8-resolution/shared.dmn", "<x/>",
          "dmn/8-resolution/alone.dmn", "<x/>",
          "forms/8-resolution/ask.form", "{}",
          "bpmn/8-resolution/readme.txt", "x");

  @TempDir Path directory;

  @Test
  void namesAreTheSameExplodedAndInAJar() throws IOException {
    assertThat(names(exploded(FILES)))
        .isEqualTo(names(jar(FILES)))
        .containsExactlyInAnyOrder(
            "bpmn/8-resolution/a-first.bpmn",
            "bpmn/9-control/b-second.bpmn",
            "dmn/8-resolution/shared.dmn",
            "dmn/8-resolution/alone.dmn",
            "forms/8-resolution/ask.form");
  }

  @Test
  void aProcessComesWithWhatItRefersTo() throws IOException {
    assertThat(read(exploded(FILES)).units())
        .extracting(
            ShippedModels.Unit::name,
            unit -> unit.files().stream().map(ShippedModels.File::key).toList())
        .containsExactly(
            tuple("a-first", List.of("a-first", "ask", "shared")),
            tuple("b-second", List.of("b-second")),
            tuple("alone", List.of("alone")));
  }

  @Test
  void aNameInsideTheFatJar() throws MalformedURLException {
    String inside =
        "file:/opt/bpmn/x/app.jar!/BOOT-INF/classes!/bpmn/8-resolution/incident-management.bpmn";
    assertThat(ShippedModels.name(new URL("jar:" + inside)))
        .isEqualTo("bpmn/8-resolution/incident-management.bpmn");
  }

  @Test
  void twoFilesOfOneNameStopTheStart() throws IOException {
    Path root =
        exploded(Map.of("bpmn/4-management/a.bpmn", "<x/>", "bpmn/5-transition/a.bpmn", "<x/>"));
    assertThatThrownBy(() -> read(root)).hasMessageContaining("have the same name: rename one");
  }

  private static String process(String attributes) {
    return "<p xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\" " + attributes + "/>";
  }

  private List<String> names(Path root) throws IOException {
    return read(root).files().stream().map(ShippedModels.File::name).toList();
  }

  /** Of this folder or jar alone, without the models of the project. */
  private static ShippedModels read(Path root) throws IOException {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {root.toUri().toURL()}, null)) {
      return new ShippedModels(new PathMatchingResourcePatternResolver(loader));
    }
  }

  private Path exploded(Map<String, String> files) throws IOException {
    Path root = directory.resolve("classes with space");
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return root;
  }

  private Path jar(Map<String, String> files) throws IOException {
    Path jar = directory.resolve("app.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (String folder : List.of("bpmn/", "dmn/", "forms/")) {
        entries.putNextEntry(new JarEntry(folder));
      }
      for (Map.Entry<String, String> file : files.entrySet()) {
        entries.putNextEntry(new JarEntry(file.getKey()));
        entries.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }
}
