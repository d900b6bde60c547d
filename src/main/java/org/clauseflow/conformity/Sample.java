package org.clauseflow.conformity;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Those of many records that anybody who knows the seed chooses again: the ones whose hash is
 * smallest. It keeps no more than it chooses, however many there are.
 */
final class Sample {

  /**
   * @param hash SHA-256 of seed, colon and number
   */
  record Drawn(String hash, String number) {}

  private final String seed;
  private final int size;
  private final PriorityQueue<Drawn> drawn =
      new PriorityQueue<>(Comparator.comparing(Drawn::hash).reversed());
  private long population;

  Sample(String seed, int size) {
    this.seed = seed;
    this.size = size;
  }

  void offer(String number) {
    population++;
    drawn.add(new Drawn(Archive.sha256(seed + ":" + number), number));
    if (drawn.size() > size) {
      drawn.remove();
    }
  }

  long population() {
    return population;
  }

  /** The smallest hash first. */
  List<Drawn> drawn() {
    return drawn.stream().sorted(Comparator.comparing(Drawn::hash)).toList();
  }
}
