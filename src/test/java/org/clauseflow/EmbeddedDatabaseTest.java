package org.clauseflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class EmbeddedDatabaseTest {

  private static final Path BINARIES = Path.of("target", "postgres-bin");

  private final Path directory = FreshData.next();

  /**
   * An application that starts its database, keeps something in it, and runs until it is killed.
   */
  static final class Keeper {
    public static void main(String[] arguments) throws InterruptedException {
      EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]), BINARIES, 0);
      JdbcClient jdbc = client(database);
      jdbc.sql("create table if not exists kept (what text)").update();
      jdbc.sql("insert into kept values ('this')").update();
      System.out.println("kept");
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  void whatIsCommittedIsOnTheDisk() {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, BINARIES, 0)) {
      JdbcClient jdbc = client(database);
      assertThat(jdbc.sql("show fsync").query(String.class).single()).isEqualTo("on");
      assertThat(jdbc.sql("show synchronous_commit").query(String.class).single()).isEqualTo("on");
      assertThat(jdbc.sql("show listen_addresses").query(String.class).single())
          .isEqualTo("127.0.0.1");
    }
  }

  @Test
  void itSurvivesTheKillingOfItsApplicationAndOfBoth() throws Exception {
    keepAndKill();
    long orphan = server();
    assertThat(ProcessHandle.of(orphan)).as("the server outlives its application").isPresent();

    keepAndKill();
    ProcessHandle server = ProcessHandle.of(server()).orElseThrow();
    assertThat(server.pid()).as("the next start stops it and starts its own").isNotEqualTo(orphan);
    server.destroyForcibly();
    server.onExit().get(10, TimeUnit.SECONDS);

    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, BINARIES, 0)) {
      assertThat(client(database).sql("select count(*) from kept").query(Integer.class).single())
          .isEqualTo(2);
    }
  }

  @Test
  void aSecondApplicationOnTheSameDataIsRefusedInOneLine() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, BINARIES, 0)) {
      try (ApplicationProcess second =
          ApplicationProcess.start(
              Clauseflow.class, Map.of("DATA_DIR", directory.toString(), "PORT", "0"))) {
        assertThat(second.exitCode()).isNotZero();
        assertThat(second.output().lines().filter(line -> line.contains("ERROR")))
            .singleElement()
            .asString()
            .contains("Clauseflow does not start: another one is running on", "DATA_DIR and PORT");
        assertThat(second.output()).doesNotContain("\tat ", "Exception");
      }
      assertThat(client(database).sql("select 1").query(Integer.class).single())
          .as("the first goes on")
          .isEqualTo(1);
    }
  }

  @Test
  void aDirectoryThatIsNoneIsNamed() throws Exception {
    Path file = Files.createTempFile(Files.createDirectories(directory), "no", "directory");
    assertThatThrownBy(() -> EmbeddedDatabase.start(file, BINARIES, 0))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContaining("set DATA_DIR");
  }

  private void keepAndKill() throws Exception {
    try (ApplicationProcess keeper =
        ApplicationProcess.start(Keeper.class, Map.of(), directory.toString())) {
      keeper.await(Pattern.compile("^kept", Pattern.MULTILINE));
      keeper.kill();
    }
  }

  private long server() throws Exception {
    return Long.parseLong(
        Files.readAllLines(directory.resolve("postgres/postmaster.pid")).get(0).trim());
  }

  private static JdbcClient client(EmbeddedDatabase database) {
    return JdbcClient.create(new DriverManagerDataSource(database.url(), "postgres", ""));
  }
}
