package org.clauseflow.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * CPU time used so far, in milliseconds.
 *
 * @param thread by the calling thread
 * @param jvm by the whole JVM: that thread, garbage collection, compilation
 * @param database by the processes of PostgreSQL, Linux only, else 0
 */
record Cpu(double thread, double jvm, double database) {

  /** Linux counts the time of other processes in hundredths of a second. */
  private static final double TICK_MILLIS = 10;

  static Cpu now(long postmaster) {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Cpu(
        millis(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()),
        millis(system.getProcessCpuTime()),
        ofDatabase(postmaster));
  }

  Cpu since(Cpu earlier) {
    return new Cpu(thread - earlier.thread, jvm - earlier.jvm, database - earlier.database);
  }

  Cpu per(int cases) {
    return new Cpu(thread / cases, jvm / cases, database / cases);
  }

  private static double millis(long nanos) {
    return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }

  private static double ofDatabase(long postmaster) {
    return ProcessHandle.of(postmaster).stream()
            .flatMap(server -> Stream.concat(Stream.of(server), server.descendants()))
            .mapToLong(process -> ticks(process.pid()))
            .sum()
        * TICK_MILLIS;
  }

  /** A process that has ended meanwhile counts nothing; nor does any where there is no /proc. */
  private static long ticks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    } catch (IOException e) {
      return 0;
    }
  }
}
