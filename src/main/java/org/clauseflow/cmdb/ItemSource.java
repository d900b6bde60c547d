package org.clauseflow.cmdb;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Where items are imported from. It is read twice, for the items and then for their relations, as
 * what is related may stand anywhere in it; so nothing needs to be kept in memory.
 */
public interface ItemSource {

  /** The name under which the identities of its items are kept. */
  String name();

  void items(Sink<Item> sink) throws IOException;

  void relations(Sink<Link> sink) throws IOException;

  /** What takes the rows one after the other. */
  interface Sink<R> {

    void take(R row);

    /** A row that cannot be read; the rest goes on. */
    void broken(long line, String id, String reason);
  }

  /**
   * An item as the source has it; null where it says nothing, which leaves what is there.
   *
   * @param line in the source, or the number of the object
   * @param id its identity there
   * @param attributes of its type; numbers may be texts
   */
  record Item(
      long line,
      String id,
      String type,
      String name,
      String description,
      String status,
      String version,
      String location,
      String owner,
      String masterCopy,
      Map<String, Object> attributes) {}

  /**
   * A relation as the source has it.
   *
   * @param from identity in the source, a number of ours, or {@code name:} with a name that one
   *     item alone has; to likewise, or the id of a service component
   */
  record Link(long line, String from, String kind, String to, String redundancy, Integer needed) {

    public List<String> key() {
      return List.of(from, kind, to);
    }
  }
}
