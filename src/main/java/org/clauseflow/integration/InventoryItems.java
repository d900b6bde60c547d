package org.clauseflow.integration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clauseflow.cmdb.ItemSource;

/**
 * What an agent found on a machine or a network component, in the inventory format of GLPI: the
 * machine, the machines that run on it, and what it is connected to.
 */
class InventoryItems implements ItemSource {

  /** What makers write where they should have written a serial number. */
  private static final List<String> NO_SERIAL =
      List.of("0", "none", "n/a", "not specified", "system serial number", "default string");

  private static final List<String> SERVERS =
      List.of("rack mount chassis", "blade", "main server chassis", "server", "tower server");

  private final JsonNode inventory;

  InventoryItems(Path file, ObjectMapper json) throws IOException {
    try (InputStream in = Zipped.open(file)) {
      this.inventory = json.readTree(in);
    } catch (JsonProcessingException e) {
      throw new ImportStopped("The file is no JSON: " + e.getOriginalMessage(), e);
    }
    if (!inventory.path("content").isObject() || text(inventory, "deviceid") == null) {
      throw new ImportStopped("The file is no inventory: it has no deviceid or no content", null);
    }
  }

  @Override
  public String name() {
    return "inventory";
  }

  @Override
  public void items(Sink<Item> sink) {
    JsonNode content = inventory.path("content");
    sink.take(content.has("network_device") ? network(content) : machine(content));
    long line = 1;
    for (JsonNode guest : content.path("virtualmachines")) {
      line++;
      if (text(guest, "uuid") == null) {
        sink.broken(line, text(guest, "name"), "the virtual machine has no uuid");
      } else {
        sink.take(guest(line, guest));
      }
    }
  }

  private Item machine(JsonNode content) {
    JsonNode hardware = content.path("hardware");
    JsonNode system = content.path("operatingsystem");
    JsonNode bios = content.path("bios");
    String type = type(hardware);
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("memoryMb", text(hardware, "memory"));
    attributes.put("operatingSystem", text(system, "full_name"));
    String serial = text(bios, "ssn");
    attributes.put("serial", isSerial(serial) ? serial : null);
    if (!type.equals("virtual")) {
      attributes.put("manufacturer", text(bios, "smanufacturer"));
      attributes.put("model", text(bios, "smodel"));
      String tag = text(bios, "assettag");
      attributes.put("assetTag", isSerial(tag) ? tag : null);
    }
    if (type.equals("device")) {
      attributes.put("user", text(hardware, "lastloggeduser"));
    }
    return new Item(
        1,
        text(inventory, "deviceid"),
        type,
        text(hardware, "name"),
        text(hardware, "chassis_type"),
        null,
        text(system, "kernel_version") == null
            ? text(system, "version")
            : text(system, "kernel_version"),
        null,
        null,
        null,
        attributes);
  }

  private static String type(JsonNode hardware) {
    String system = text(hardware, "vmsystem");
    if (system != null && !system.equals("Physical")) {
      return "virtual";
    }
    String chassis = String.valueOf(text(hardware, "chassis_type")).toLowerCase(Locale.ROOT);
    return SERVERS.contains(chassis) ? "server" : "device";
  }

  private Item network(JsonNode content) {
    JsonNode device = content.path("network_device");
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("manufacturer", text(device, "manufacturer"));
    attributes.put("model", text(device, "model"));
    attributes.put("serial", text(device, "serial"));
    return new Item(
        1,
        text(inventory, "deviceid"),
        "network",
        text(device, "name"),
        text(device, "model"),
        null,
        text(device, "firmware"),
        text(device, "location"),
        null,
        null,
        attributes);
  }

  private Item guest(long line, JsonNode guest) {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("cpus", text(guest, "vcpu"));
    attributes.put("memoryMb", text(guest, "memory"));
    attributes.put("serial", text(guest, "uuid"));
    return new Item(
        line,
        text(guest, "uuid"),
        "virtual",
        text(guest, "name"),
        text(guest, "vmtype"),
        null,
        null,
        null,
        null,
        null,
        attributes);
  }

  @Override
  public void relations(Sink<Link> sink) {
    String id = text(inventory, "deviceid");
    long line = 1;
    for (JsonNode guest : inventory.path("content").path("virtualmachines")) {
      line++;
      if (text(guest, "uuid") != null) {
        sink.take(new Link(line, text(guest, "uuid"), "runs on", id, null, null));
      }
    }
    Map<String, Boolean> neighbours = new HashMap<>();
    for (JsonNode port : inventory.path("content").path("network_ports")) {
      for (JsonNode connection : port.path("connections")) {
        String neighbour = text(connection, "sysname");
        if (neighbour != null && neighbours.put(neighbour, true) == null) {
          sink.take(new Link(1, id, "connects to", "name:" + neighbour, null, null));
        }
      }
    }
  }

  private static boolean isSerial(String text) {
    return text != null
        && !NO_SERIAL.contains(text.toLowerCase(Locale.ROOT))
        && !text.matches("0+")
        && !text.toLowerCase(Locale.ROOT).startsWith("to be filled");
  }

  private static String text(JsonNode node, String field) {
    String text = node.path(field).asText("").strip();
    return text.isEmpty() ? null : text;
  }
}
