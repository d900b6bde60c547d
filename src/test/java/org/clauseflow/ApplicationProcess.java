package org.clauseflow;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A Java program of its own, started as a person would, with an environment; it can be killed. */
final class ApplicationProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern READY =
      Pattern.compile("Clauseflow is ready: http://localhost:(\\d+)");

  private final Process process;
  private final Path output;

  private ApplicationProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static ApplicationProcess start(
      Class<?> main, Map<String, String> environment, String... arguments) throws IOException {
    Path output =
        Files.createTempFile(Files.createDirectories(Path.of("target", "data")), "output", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            // the jar with which surefire starts would bring everything a second time
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("surefirebooter"))
                .collect(Collectors.joining(File.pathSeparator)),
            main.getName());
    builder.command().addAll(List.of(arguments));
    builder.environment().putAll(environment);
    return new ApplicationProcess(
        builder.redirectErrorStream(true).redirectOutput(output.toFile()).start(), output);
  }

  /** Waits until it prints this. */
  Matcher await(Pattern line) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> !process.isAlive() || line.matcher(output()).find());
    Matcher found = line.matcher(output());
    if (!found.find()) {
      throw new AssertionError("It ended without printing " + line + ":\n" + output());
    }
    return found;
  }

  /** Waits until the application is ready, and tells its address. */
  String address() {
    return "http://localhost:" + await(READY).group(1);
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("It does not end:\n" + output());
    }
    return process.exitValue();
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    Awaitility.await().atMost(PATIENCE).until(() -> !process.isAlive());
  }
}
