package org.clauseflow.benchmark;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one thread, the one that made it, sends to a database while it counts. Counting has its
 * cost, so CPU time is taken without it.
 */
final class SqlTally {

  private static final Pattern TABLE =
      Pattern.compile("(?is)^\\W*(with|select|insert|update|delete)\\b.*?\\b((?:ACT_|sms\\.)\\w+)");

  private final Thread thread = Thread.currentThread();
  private final Map<String, Long> texts = new HashMap<>();
  private boolean counting;
  private long statements;
  private long rows;
  private long commits;

  /**
   * @param count of rows that a batch sends with it, else 1
   * @param ownTransaction the statement is committed by itself
   */
  void executed(String sql, int count, boolean ownTransaction) {
    if (!counts() || count == 0) {
      return;
    }
    statements++;
    rows += count;
    if (ownTransaction) {
      commits++;
    }
    texts.merge(sql, 1L, Long::sum);
  }

  void commit() {
    if (counts()) {
      commits++;
    }
  }

  long statements() {
    return statements;
  }

  long rows() {
    return rows;
  }

  long commits() {
    return commits;
  }

  /** How often each verb went to each table. */
  Map<String, Long> kinds() {
    Map<String, Long> kinds = new HashMap<>();
    texts.forEach((sql, count) -> kinds.merge(kind(sql), count, Long::sum));
    return kinds;
  }

  boolean counts() {
    return counting && Thread.currentThread() == thread;
  }

  void count(Runnable work) {
    counting = true;
    work.run();
    counting = false;
  }

  private static String kind(String sql) {
    Matcher matcher = TABLE.matcher(sql);
    String kind =
        matcher.find()
            ? matcher.group(1) + " " + matcher.group(2)
            : sql.strip().substring(0, Math.min(40, sql.strip().length()));
    return kind.toLowerCase(Locale.ROOT);
  }
}
