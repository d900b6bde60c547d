package org.clauseflow.catalogue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What was read from the database a moment ago, for what is read at every step and changes rarely.
 * Every node reads it anew when that moment is over, so a change holds everywhere soon after.
 */
public final class Recent<K, V> {

  private static final int MOST = 1000;

  private record Known<V>(V value, long read) {}

  private final long moment;
  private final Map<K, Known<V>> known = new ConcurrentHashMap<>();

  public Recent(Duration moment) {
    this.moment = moment.toNanos();
  }

  /**
   * @param reader what reads it; may not answer null
   */
  public V get(K key, Function<? super K, ? extends V> reader) {
    Known<V> recent = known.get(key);
    if (recent == null || System.nanoTime() - recent.read > moment) {
      if (known.size() >= MOST) {
        known.clear();
      }
      recent = new Known<>(reader.apply(key), System.nanoTime());
      known.put(key, recent);
    }
    return recent.value;
  }

  public void forget() {
    known.clear();
  }
}
