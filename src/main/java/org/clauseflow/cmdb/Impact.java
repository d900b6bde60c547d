package org.clauseflow.cmdb;

import java.time.Instant;
import java.util.List;

/**
 * What would be touched if configuration items were lost. A value that can be kept as it was
 * answered: it names what it speaks of.
 *
 * @param of the items that it was asked for
 * @param services that they carry, outages first, then the nearest
 * @param customers who have agreements on these services
 * @param affected items that need them, the nearest first; at most as many as were asked for
 * @param needs items that they stand on, the nearest first
 * @param complete whether nothing lies beyond the depth that was asked for
 */
public record Impact(
    List<String> of,
    Instant at,
    int depth,
    List<TouchedService> services,
    List<TouchedCustomer> customers,
    Touched affected,
    Touched needs,
    boolean complete) {

  public enum Effect {
    /** Works, with less than it should have. */
    DEGRADED,
    OUTAGE
  }

  /**
   * @param total of all, listed or not
   * @param byDistance how many at each distance, from 1
   */
  public record Touched(int total, List<Integer> byDistance, List<Item> items) {}

  /**
   * @param effect null for what is needed
   * @param distance steps from the nearest of the items asked for
   * @param via the item through which it is touched
   */
  public record Item(
      String id,
      String name,
      String type,
      String status,
      Effect effect,
      int distance,
      String via) {}

  /**
   * @param distance steps from the nearest of the items asked for; 1: it makes up the service
   *     itself
   * @param components of the service that are touched
   * @param via the nearest item that makes them up
   */
  public record TouchedService(
      String id, String name, Effect effect, int distance, List<String> components, String via) {}

  /**
   * @param services ids of those of the touched services that they use
   */
  public record TouchedCustomer(String id, String name, Effect effect, List<String> services) {}
}
