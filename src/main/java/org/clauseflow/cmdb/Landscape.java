package org.clauseflow.cmdb;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All items with all that they need, in memory and in one state; service components are nodes in it
 * like items. Who needs a node stands in a list per node, so that a step costs what lies on it.
 */
final class Landscape {

  /**
   * What one needs several of.
   *
   * @param needed so many must work
   * @param members in use that stand in for one another
   */
  static final class Group {
    private int needed = 1;
    private int members;

    int needed() {
      return needed;
    }

    int members() {
      return members;
    }
  }

  /**
   * @param component whether it is a service component, whose type is its service then
   */
  record Node(String id, String name, String type, String status, boolean component) {

    boolean inUse() {
      return status.equals("in use");
    }

    boolean retired() {
      return status.equals("retired");
    }
  }

  /**
   * @param other who needs, or what is needed
   * @param group null: it is needed for itself
   */
  record Need(int other, Group group) {}

  private record Redundancy(int node, String name) {}

  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Integer> items = new HashMap<>();
  private final Map<String, Integer> components = new HashMap<>();
  private final List<List<Need>> neededBy = new ArrayList<>();
  private final List<List<Need>> needs = new ArrayList<>();
  private final Map<Redundancy, Group> groups = new HashMap<>();

  /** From a row with id, name, type, status. */
  void item(ResultSet row) throws SQLException {
    add(
        items,
        new Node(row.getString(1), row.getString(2), row.getString(3), row.getString(4), false));
  }

  /** From a row with id, name, service and the service's status. */
  void component(ResultSet row) throws SQLException {
    add(
        components,
        new Node(row.getString(1), row.getString(2), row.getString(3), row.getString(4), true));
  }

  private void add(Map<String, Integer> index, Node node) {
    index.put(node.id(), nodes.size());
    nodes.add(node);
    neededBy.add(new ArrayList<>(2));
    needs.add(new ArrayList<>(2));
  }

  /**
   * From a row with who needs, the item needed, redundancy, how many, and whether it is a
   * component.
   */
  void need(ResultSet row) throws SQLException {
    Integer from = (row.getBoolean(5) ? components : items).get(row.getString(1));
    Integer to = items.get(row.getString(2));
    if (from == null || to == null) {
      // came between one query and the next; the next question reads anew
      return;
    }
    Group group = null;
    if (row.getString(3) != null) {
      group = groups.computeIfAbsent(new Redundancy(from, row.getString(3)), name -> new Group());
      group.needed = Math.max(group.needed, row.getInt(4));
      // only what is in use stands in for others
      group.members += nodes.get(to).inUse() ? 1 : 0;
    }
    neededBy.get(to).add(new Need(from, group));
    needs.get(from).add(new Need(to, group));
  }

  int size() {
    return nodes.size();
  }

  Node node(int index) {
    return nodes.get(index);
  }

  /** Null if there is none. */
  Integer item(String id) {
    return items.get(id);
  }

  List<Need> neededBy(int index) {
    return neededBy.get(index);
  }

  List<Need> needs(int index) {
    return needs.get(index);
  }
}
