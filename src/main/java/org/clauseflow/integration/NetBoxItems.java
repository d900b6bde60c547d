package org.clauseflow.integration;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.clauseflow.cmdb.ItemSource;

/**
 * Configuration items of a NetBox, from its dump (a JSON array of objects {model, pk, fields}),
 * read object by object. Sites, racks, devices, modules, clusters, machines, circuits and power are
 * items; cables become relations between what they join; names of manufacturers, roles and the like
 * become fields. All else is counted and left.
 */
class NetBoxItems implements ItemSource {

  private static final String SITE = "dcim.site";
  private static final String RACK = "dcim.rack";
  private static final String DEVICE = "dcim.device";
  private static final String MODULE = "dcim.module";
  private static final String CLUSTER = "virtualization.cluster";
  private static final String MACHINE = "virtualization.virtualmachine";
  private static final String CIRCUIT = "circuits.circuit";
  private static final String PANEL = "dcim.powerpanel";
  private static final String FEED = "dcim.powerfeed";

  /** Model → type of the item; of a device its role may say another. */
  private static final Map<String, String> TYPES =
      Map.of(
          SITE, "site", RACK, "rack", DEVICE, "network", MODULE, "network", CLUSTER, "cluster",
          MACHINE, "virtual", CIRCUIT, "line", PANEL, "power", FEED, "power");

  private static final Map<String, String> TYPES_OF_ROLES =
      Map.of(
          "pdu",
          "power",
          "application-server",
          "server",
          "database-server",
          "server",
          "server",
          "server",
          "storage",
          "storage");

  /** What NetBox calls the state of things that are planned or gone; all others are in use. */
  private static final Map<String, String> STATUSES =
      Map.of(
          "planned", "planned",
          "staged", "planned",
          "staging", "planned",
          "provisioning", "planned",
          "retired", "retired",
          "decommissioned", "retired",
          "deprovisioning", "retired");

  /** Model whose name becomes a field of others → its field with that name. */
  private static final Map<String, String> NAMES =
      Map.of(
          "dcim.manufacturer",
          "name",
          "dcim.devicerole",
          "slug",
          "dcim.platform",
          "name",
          "circuits.provider",
          "name",
          "circuits.circuittype",
          "name",
          "virtualization.clustertype",
          "name",
          SITE,
          "name",
          RACK,
          "name");

  /** Model of what a cable ends in → the field that names what it belongs to. */
  private static final Map<String, String> PORTS =
      Map.of(
          "dcim.interface", "device",
          "dcim.frontport", "device",
          "dcim.rearport", "device",
          "dcim.consoleport", "device",
          "dcim.consoleserverport", "device",
          "dcim.powerport", "device",
          "dcim.poweroutlet", "device",
          "circuits.circuittermination", "circuit");

  /** Of two that a cable joins, the one further on in this list is what the other needs. */
  private static final List<String> TOWARDS =
      List.of(
          "application-server",
          "database-server",
          "patch-panel",
          "access-switch",
          "tor-switch",
          "distribution-switch",
          "core-switch",
          "router");

  private final Path file;
  private final ObjectReader json;
  private final Map<String, Long> left = new TreeMap<>();

  /** Model and key → name; what is small and is looked up from elsewhere. */
  private final Map<String, String> names = new HashMap<>();

  /** Model and key of a device type → model and key of its manufacturer. */
  private final Map<String, String> makers = new HashMap<>();

  /** Port → the item that it belongs to. */
  private final Map<String, String> ports = new HashMap<>();

  /** Device → its role. */
  private final Map<String, String> roles = new HashMap<>();

  /** Cable → what it ends in, by end. */
  private final Map<String, List<CableEnd>> cables = new LinkedHashMap<>();

  private record CableEnd(String end, String model, String port) {}

  private record Entity(long count, String model, String pk, JsonNode fields) {

    String id() {
      return key(model, pk);
    }

    String text(String field) {
      JsonNode value = fields.get(field);
      return value == null || value.isNull() || value.asText().isBlank() ? null : value.asText();
    }
  }

  NetBoxItems(Path file, ObjectMapper json) {
    this.file = file;
    // what follows an object is the next one
    this.json = json.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  @Override
  public String name() {
    return "netbox";
  }

  /** How many objects were no items, by model; known when the items are read. */
  Map<String, Long> left() {
    return left;
  }

  private static String key(String model, String pk) {
    return model + ":" + pk;
  }

  @Override
  public void items(Sink<Item> sink) throws IOException {
    each(this::lookUp, (line, reason) -> sink.broken(line, null, reason));
    each(
        entity -> {
          if (TYPES.containsKey(entity.model)) {
            sink.take(item(entity));
          } else {
            left.merge(entity.model, 1L, Long::sum);
          }
        },
        (line, reason) -> {});
  }

  private void lookUp(Entity entity) {
    String field = NAMES.get(entity.model);
    if (field != null) {
      names.put(entity.id(), entity.text(field));
    }
    switch (entity.model) {
      case "dcim.devicetype", "dcim.moduletype" -> {
        names.put(entity.id(), entity.text("model"));
        makers.put(entity.id(), key("dcim.manufacturer", entity.text("manufacturer")));
      }
      case DEVICE -> roles.put(entity.id(), name("dcim.devicerole", role(entity)));
      case "dcim.cabletermination" ->
          cables
              .computeIfAbsent(entity.text("cable"), cable -> new ArrayList<>())
              .add(
                  new CableEnd(
                      entity.text("cable_end"),
                      String.join(
                          ".",
                          entity.fields.path("termination_type").path(0).asText(),
                          entity.fields.path("termination_type").path(1).asText()),
                      entity.text("termination_id")));
      default -> {
        String owner = PORTS.get(entity.model);
        if (owner != null) {
          ports.put(
              entity.id(), key(owner.equals("device") ? DEVICE : CIRCUIT, entity.text(owner)));
        }
      }
    }
  }

  /** Renamed in NetBox 3.6. */
  private static String role(Entity device) {
    return device.text("role") == null ? device.text("device_role") : device.text("role");
  }

  private String name(String model, String pk) {
    return pk == null ? null : names.get(key(model, pk));
  }

  private Item item(Entity entity) {
    Map<String, Object> attributes = new HashMap<>();
    String type = TYPES.get(entity.model);
    String name = entity.text("name");
    String location = name(SITE, entity.text("site"));
    switch (entity.model) {
      case DEVICE, MODULE -> {
        String kind = entity.model.equals(DEVICE) ? "dcim.devicetype" : "dcim.moduletype";
        String model = entity.text(entity.model.equals(DEVICE) ? "device_type" : "module_type");
        String role = roles.get(entity.id());
        type = role == null ? type : TYPES_OF_ROLES.getOrDefault(role, type);
        attributes.put("model", name(kind, model));
        attributes.put("manufacturer", names.get(makers.get(key(kind, String.valueOf(model)))));
        attributes.put("serial", entity.text("serial"));
        attributes.put("assetTag", entity.text("asset_tag"));
        if (type.equals("network")) {
          attributes.put("function", role);
        }
        if (type.equals("server")) {
          attributes.put("operatingSystem", name("dcim.platform", entity.text("platform")));
        }
        if (name == null) {
          // as NetBox itself shows what has no name
          name = name(kind, model) + " (" + entity.pk + ")";
        }
        String rack = name(RACK, entity.text("rack"));
        location =
            rack == null || location == null ? location : "%s, rack %s".formatted(location, rack);
      }
      case MACHINE -> {
        attributes.put("cpus", entity.text("vcpus"));
        attributes.put("memoryMb", entity.text("memory"));
        attributes.put("diskGb", entity.text("disk"));
        attributes.put("operatingSystem", name("dcim.platform", entity.text("platform")));
      }
      case CIRCUIT -> {
        name = entity.text("cid");
        attributes.put("lineId", entity.text("cid"));
        attributes.put("supplier", name("circuits.provider", entity.text("provider")));
        attributes.put("until", entity.text("termination_date"));
      }
      case SITE -> location = name;
      default -> {
        // has what all have
      }
    }
    return new Item(
        entity.count,
        entity.id(),
        type,
        name,
        Objects.requireNonNullElse(entity.text("description"), description(entity)),
        STATUSES.getOrDefault(Objects.requireNonNullElse(entity.text("status"), ""), "in use"),
        null,
        location,
        null,
        null,
        attributes);
  }

  private String description(Entity entity) {
    String said =
        switch (entity.model) {
          case DEVICE -> roles.get(entity.id());
          case CIRCUIT -> name("circuits.circuittype", entity.text("type"));
          case CLUSTER -> name("virtualization.clustertype", entity.text("type"));
          default -> null;
        };
    return Objects.requireNonNullElse(said, entity.model.replaceFirst(".*\\.", ""));
  }

  @Override
  public void relations(Sink<Link> sink) throws IOException {
    Links links = new Links(sink);
    each(
        entity -> {
          switch (entity.model) {
            case RACK, PANEL -> links.add(entity, "part of", SITE, "site");
            case DEVICE -> {
              links.add(entity, "part of", RACK, "rack");
              if (entity.text("rack") == null) {
                links.add(entity, "part of", SITE, "site");
              }
              links.add(entity, "part of", CLUSTER, "cluster");
            }
            case MODULE -> links.add(entity, "part of", DEVICE, "device");
            case CLUSTER -> links.add(entity, "part of", SITE, "site");
            case MACHINE -> {
              links.add(entity, "runs on", DEVICE, "device");
              if (entity.text("device") == null) {
                links.add(entity, "runs on", CLUSTER, "cluster");
              }
            }
            case FEED -> links.add(entity, "depends on", PANEL, "power_panel");
            case "circuits.circuittermination" -> {
              if (entity.text("site") != null) {
                links.add(
                    entity.count,
                    key(SITE, entity.text("site")),
                    "connects to",
                    key(CIRCUIT, entity.text("circuit")),
                    null);
              }
            }
            default -> {
              // no relations of its own
            }
          }
        },
        (line, reason) -> {});
    cables.forEach((cable, ends) -> joined(links, cable, ends));
  }

  /** A cable joins each of its ends on one side with each on the other. */
  private void joined(Links links, String cable, List<CableEnd> ends) {
    for (CableEnd a : ends) {
      for (CableEnd b : ends) {
        if (a.end.equals("A") && b.end.equals("B")) {
          join(links, Long.parseLong(cable), a, b);
        }
      }
    }
  }

  private void join(Links links, long cable, CableEnd a, CableEnd b) {
    String one = owner(a);
    String other = owner(b);
    if (one.equals(other)) {
      return;
    }
    if (a.model.startsWith("dcim.power") || b.model.startsWith("dcim.power")) {
      boolean turned = b.model.equals("dcim.powerport");
      // a second supply unit is there so that one may fail
      links.add(cable, turned ? other : one, "depends on", turned ? one : other, "power");
    } else if (towards(one) <= towards(other)) {
      links.add(cable, one, "connects to", other, null);
    } else {
      links.add(cable, other, "connects to", one, null);
    }
  }

  private String owner(CableEnd end) {
    String port = key(end.model, end.port);
    return end.model.equals(FEED) ? port : ports.getOrDefault(port, port);
  }

  /** Lines are what everything goes towards. */
  private int towards(String item) {
    return item.startsWith(CIRCUIT) ? TOWARDS.size() : TOWARDS.indexOf(roles.get(item));
  }

  /** Several cables between two items are one relation. */
  private static final class Links {

    private final Sink<Link> sink;
    private final Map<List<String>, Boolean> seen = new HashMap<>();

    Links(Sink<Link> sink) {
      this.sink = sink;
    }

    void add(Entity from, String kind, String model, String field) {
      if (from.text(field) != null) {
        add(from.count, from.id(), kind, key(model, from.text(field)), null);
      }
    }

    void add(long line, String from, String kind, String to, String redundancy) {
      Link link = new Link(line, from, kind, to, redundancy, redundancy == null ? null : 1);
      if (seen.put(link.key(), true) == null) {
        sink.take(link);
      }
    }
  }

  private interface Reader {
    void read(Entity entity);
  }

  private interface Broken {
    void at(long count, String reason);
  }

  /** Reads object by object; one that is not as it should be is told, and the rest goes on. */
  private void each(Reader reader, Broken broken) throws IOException {
    try (InputStream in = Zipped.open(file);
        JsonParser parser = json.getFactory().createParser(in)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new ImportStopped("The file is no dump of a NetBox: it is no array of objects", null);
      }
      long count = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        count++;
        JsonNode node = json.readTree(parser);
        String model = node.path("model").asText("");
        if (model.isEmpty() || !node.path("fields").isObject()) {
          broken.at(count, "the object has no model or no fields");
        } else {
          reader.read(new Entity(count, model, node.path("pk").asText(), node.path("fields")));
        }
      }
    } catch (JsonParseException e) {
      throw new ImportStopped("The file is no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
