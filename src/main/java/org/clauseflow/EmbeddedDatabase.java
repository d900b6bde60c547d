package org.clauseflow;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that the application starts and stops itself. Its data stays, whatever was killed.
 */
final class EmbeddedDatabase implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

  private final FileChannel lock;
  private final EmbeddedPostgres server;

  private EmbeddedDatabase(FileChannel lock, EmbeddedPostgres server) {
    this.lock = lock;
    this.server = server;
  }

  /**
   * @param directory holds the data and the lock
   * @param binaries the server is unpacked here
   * @param port of the server on the loopback interface, 0: any free one
   */
  static EmbeddedDatabase start(Path directory, Path binaries, int port) {
    Path home = directory.toAbsolutePath().normalize();
    Path bin = binaries.toAbsolutePath().normalize();
    FileChannel lock = lock(home);
    try {
      stopOrphan(home, bin);
      return new EmbeddedDatabase(lock, server(home, bin, port));
    } catch (IOException | RuntimeException e) {
      release(lock);
      throw new CannotStart(
          "PostgreSQL does not start on %s (%s); the directory must belong to who starts it, and must be empty if the first start was interrupted"
              .formatted(home, e.getMessage()),
          e);
    }
  }

  String url() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.warn("PostgreSQL was not stopped, the next start does it: {}", e.getMessage());
    } finally {
      release(lock);
    }
  }

  /**
   * One application a directory. The operating system gives the lock back however the application
   * ends.
   */
  private static FileChannel lock(Path home) {
    try {
      Files.createDirectories(home);
      FileChannel channel =
          FileChannel.open(
              home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new CannotStart(
            "another one is running on "
                + home
                + "; stop it, or give this one another DATA_DIR and PORT");
      }
      return channel;
    } catch (IOException e) {
      throw new CannotStart(
          "the directory " + home + " cannot be written (" + e + "); set DATA_DIR", e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void release(FileChannel lock) {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("The lock was not released: {}", e.getMessage());
    }
  }

  private static EmbeddedPostgres server(Path home, Path bin, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data(home))
        .setCleanDataDirectory(false)
        .setOverrideWorkingDirectory(bin.toFile())
        .setPort(port)
        .setServerConfig("listen_addresses", "127.0.0.1")
        // the library is made for tests and turns both off
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("max_connections", "50")
        .setPGStartupWait(Duration.ofSeconds(60))
        // it would stop the server under an application that is still closing
        .setRegisterShutdownHook(false)
        .start();
  }

  /**
   * After a killed application its server lives on and holds the data: this one, found by the
   * program it runs.
   */
  static void stopOrphan(Path home, Path bin) throws IOException {
    Path pidFile = data(home).resolve("postmaster.pid");
    if (!Files.exists(pidFile) || !Files.exists(bin)) {
      return;
    }
    Path programs = bin.toRealPath();
    ProcessHandle orphan =
        ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0).trim()))
            .filter(
                process ->
                    process
                        .info()
                        .command()
                        .map(Path::of)
                        .filter(c -> c.startsWith(programs))
                        .isPresent())
            .orElse(null);
    if (orphan == null) {
      // a leftover of a killed server, which PostgreSQL clears itself before it recovers
      return;
    }
    LOG.info("Stopping PostgreSQL {} that an earlier run left behind", orphan.pid());
    orphan.destroy();
    if (!ended(orphan, 20)) {
      orphan.destroyForcibly();
      ended(orphan, 10);
    }
  }

  private static boolean ended(ProcessHandle process, int seconds) throws IOException {
    try {
      process.onExit().get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static Path data(Path home) {
    return home.resolve("postgres");
  }
}
