package org.clauseflow.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.cmdb.ConfigurationItem;
import org.clauseflow.cmdb.ConfigurationItems;
import org.clauseflow.cmdb.ItemImportReport.Line;
import org.clauseflow.cmdb.ItemImportReport.Result;
import org.clauseflow.cmdb.Mandate;
import org.clauseflow.cmdb.Relation;
import org.clauseflow.record.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Items from elsewhere: what is wrong is refused by name, the rest comes, and comes once. */
@ClauseflowTest
class CmdbImportTest {

  private static final Mandate LOAD = new Mandate("wanda", "First load");
  private static final Path REAL = Path.of("../shared/data");
  private static final Resource OUR_COLUMNS = new ClassPathResource("import/cis.yaml");

  @Autowired private CmdbImports imports;
  @Autowired private ConfigurationItems items;
  @Autowired private ObjectMapper json;
  @Autowired private JdbcClient jdbc;

  @TempDir private Path directory;

  /** Tests share one database: identities of their own. */
  private final String own = UUID.randomUUID().toString().substring(0, 8);

  private final List<Line> lines = new ArrayList<>();

  @Test
  void aTableComesWithItsRelationsAndWhatIsWrongIsNamed() throws Exception {
    Path table =
        table(
            """
            id,type,name,serial,memoryMb,status,owner,runs on,depends on,makes up
            h1,server,host-1,S1,65536,,elif,,,
            v1,virtual,vm-1,,4096,,,h1,,
            v2,virtual,vm-2,,4096,,,h1,v1;v3,mailServer
            v3,virtual,vm-3,,4096,planned,,v4,,
            v4,virtual,vm-4,,4096,,,v3,gone,nowhere
            v1,virtual,vm-1 again,,1,,,,,
            d1,toaster,kitchen,,,,,,,
            d2,device,,,,,,,,
            d3,device,pc-3,,much,,,,,
            d4,device,pc-4,,,broken,,,,
            d5,device,pc-5,,,,nobody,,,
            ,device,pc-6,,,,,,,
            d7,device
            h2,server,host-2,,,,,h2,,
            h3,server,host-3,S1,,,,,,
            """);
    CmdbImports.Result result = run(table, LOAD, false);

    assertThat(refused())
        .containsExactlyInAnyOrder(
            "item v1: duplicate: it stands in the source before",
            "item d1: type is no type of configuration items",
            "item d2: name is missing",
            "item d3: memoryMb is not a number",
            "item d4: status is planned, in use or retired",
            "item d5: owner is nobody who is known",
            "item null: it has no identity",
            "row null: the row has not as many cells as the header",
            "item h3: duplicate: serial is that of CI",
            "runs on v4 → v3: closes a cycle: CI runs on CI",
            "depends on v4 → gone: dangling: gone is no item that is known",
            "makes up v4 → nowhere: dangling: nowhere is no component of a service",
            "runs on h2 → h2: it relates an item to itself");
    assertThat(result.summary().created()).isEqualTo(12);
    assertThat(result.summary().refusals()).containsEntry("dangling", 2L);
    ConfigurationItem host = item("h1");
    assertThat(host.attributes()).isEqualTo(Map.of("serial", "S1" + own, "memoryMb", 65536));
    assertThat(host.owner()).isEqualTo("elif");
    assertThat(host.change()).isEqualTo("First load");
    assertThat(item("v3").status()).isEqualTo("planned");
    assertThat(items.relations(item("v2").id(), null))
        .extracting(Relation::kind, Relation::to)
        .contains(tuple("runs on", host.id()), tuple("makes up", "mailServer"));
  }

  @Test
  void aSecondImportOfTheSameChangesNothing() throws Exception {
    Path table =
        table(
            """
            id,type,name,memoryMb,location,runs on
            h1,server,host-1,65536,Kiel,
            v1,virtual,vm-1,4096,,h1
            """);
    run(table, LOAD, false);
    String before = state();
    CmdbImports.Result again = run(table, new Mandate("wanda", null), false);
    assertThat(again.summary())
        .returns(3L, summary -> summary.unchanged())
        .returns(3L, summary -> summary.rows());
    assertThat(state()).isEqualTo(before);

    // an empty cell says nothing, and leaves what is there
    Path later =
        table(
            """
            id,type,name,memoryMb,location,runs on
            h1,server,host-1,131072,,
            v1,virtual,vm-1,4096,,h1
            """);
    run(later, LOAD, false);
    assertThat(lines)
        .filteredOn(line -> line.result() == Result.CHANGED)
        .extracting(line -> line.detail())
        .containsExactly("memoryMb: 65536 → 131072");
    assertThat(item("h1").location()).isEqualTo("Kiel");
    assertThat(items.history(item("h1").id())).hasSize(2);
  }

  @Test
  void aPreviewTellsTheSameAndKeepsNothing() throws Exception {
    Path table =
        table(
            """
            id,type,name,runs on
            h1,server,host-1,
            v1,virtual,vm-1,h1
            v2,virtual,vm-2,v1;v9
            """);
    String before = state();
    CmdbImports.Result preview = run(table, LOAD, true);
    List<String> told = told();
    assertThat(state()).isEqualTo(before);
    assertThat(preview.summary().preview()).isTrue();
    CmdbImports.Result real = run(table, LOAD, false);
    assertThat(told()).isEqualTo(told);
    assertThat(real.summary().created()).isEqualTo(preview.summary().created()).isEqualTo(5);
  }

  @Test
  void whatIsUnderControlComesByARequestForChangeOnly() throws Exception {
    Path table = table("id,type,name\nh1,server,host-1\np1,device,pc-1\n");
    run(table, new Mandate("wanda", null), false);
    assertThat(refused())
        .containsExactly(
            "item h1: Items of type server are under high control: name the request for change");
    assertThat(item("p1").change()).isNull();
    assertThatThrownBy(() -> run(table, new Mandate("wanda", "CHG-1999-000001"), false))
        .isInstanceOf(Refusal.class)
        .hasMessage("names no record: CHG-1999-000001");
  }

  @Test
  void oneMachineOfTwoSourcesIsFoundByItsSerialNumber() throws Exception {
    run(table("id,type,name,serial\nh1,device,pc-1,SER\n"), LOAD, false);
    Path other =
        Files.writeString(
            directory.resolve("inventory.json"),
            inventory("pc-1.example", "SER" + own, 8192, "5.10"));
    imports.run(CmdbImports.Kind.INVENTORY, other, null, LOAD, false, lines::add);
    ConfigurationItem machine = item("h1");
    assertThat(machine.name()).isEqualTo("pc-1.example");
    assertThat(machine.attributes()).containsEntry("memoryMb", 8192);
    // one that the same source knows by another name already is no second name for it
    lines.clear();
    run(table("id,type,name,serial\nh7,device,pc-7,SER\n"), LOAD, false);
    assertThat(refused()).containsExactly("item h7: duplicate: serial is that of CI");
  }

  @Test
  void anInventoryShowsWhatIsNotAnyMoreAsItWas() throws Exception {
    Path before =
        Files.writeString(directory.resolve("1.json"), inventory("pc-2", "A" + own, 8192, "5.10"));
    Path after =
        Files.writeString(directory.resolve("2.json"), inventory("pc-2", "A" + own, 16384, "6.1"));
    imports.run(CmdbImports.Kind.INVENTORY, before, null, LOAD, false, lines::add);
    lines.clear();
    imports.run(CmdbImports.Kind.INVENTORY, after, null, LOAD, true, lines::add);
    assertThat(lines)
        .extracting(line -> line.what(), line -> line.result(), line -> line.detail())
        .containsExactly(
            tuple("item", Result.CHANGED, "memoryMb: 8192 → 16384; version: 5.10 → 6.1"),
            tuple("item", Result.UNCHANGED, null),
            tuple("runs on", Result.UNCHANGED, null));
  }

  @Test
  void aNetBoxComesWithCablesAndPowerAsRelations() throws Exception {
    Path dump = directory.resolve("dump.json.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(new FileOutputStream(dump.toFile()))) {
      out.write(
          Files.readString(
                  Path.of("src/test/resources/org/clauseflow/integration/netbox.json"),
                  StandardCharsets.UTF_8)
              .getBytes(StandardCharsets.UTF_8));
    }
    CmdbImports.Result result =
        imports.run(CmdbImports.Kind.NETBOX, dump, null, LOAD, true, lines::add);
    assertThat(lines)
        .extracting(line -> line.what() + " " + line.id() + " " + line.result())
        .containsExactlyInAnyOrder(
            "row null REFUSED",
            "item dcim.site:9001 CREATED",
            "item dcim.device:9001 CREATED",
            "item dcim.device:9002 CREATED",
            "item dcim.device:9003 CREATED",
            "item circuits.circuit:9001 CREATED",
            "item virtualization.virtualmachine:9001 REFUSED",
            "part of dcim.device:9001 → dcim.site:9001 CREATED",
            "connects to dcim.site:9001 → circuits.circuit:9001 CREATED",
            // the server needs the router, whichever end of the cable is named first
            "connects to dcim.device:9002 → dcim.device:9001 CREATED",
            "depends on dcim.device:9002 → dcim.device:9003 CREATED",
            "part of dcim.device:9002 → dcim.rack:9999 REFUSED");
    assertThat(refused())
        .contains(
            "item virtualization.virtualmachine:9001: cpus is not a number",
            "row null: the object has no model or no fields",
            "part of dcim.device:9002 → dcim.rack:9999: dangling: dcim.rack:9999 is no item that is"
                + " known");
    assertThat(result.left()).containsEntry("dcim.interface", 2L).containsEntry("dcim.cable", 1L);
  }

  @Test
  void whatCannotBeReadStopsTheImportBeforeItBegins() throws Exception {
    Path text = Files.writeString(directory.resolve("text.txt"), "no json\nand no table\n");
    for (CmdbImports.Kind kind : List.of(CmdbImports.Kind.NETBOX, CmdbImports.Kind.INVENTORY)) {
      assertThatThrownBy(() -> imports.run(kind, text, null, LOAD, false, lines::add))
          .isInstanceOf(ImportStopped.class)
          .hasMessageStartingWith("The file is no JSON");
    }
    Path object = Files.writeString(directory.resolve("object.json"), "{}");
    assertThatThrownBy(
            () -> imports.run(CmdbImports.Kind.NETBOX, object, null, LOAD, false, lines::add))
        .hasMessage("The file is no dump of a NetBox: it is no array of objects");
    assertThatThrownBy(
            () -> imports.run(CmdbImports.Kind.INVENTORY, object, null, LOAD, false, lines::add))
        .hasMessage("The file is no inventory: it has no deviceid or no content");
    assertThatThrownBy(
            () -> imports.run(CmdbImports.Kind.CSV, text, OUR_COLUMNS, LOAD, false, lines::add))
        .hasMessageStartingWith("The file has no column id");
    assertThatThrownBy(
            () ->
                imports.run(
                    CmdbImports.Kind.CSV,
                    text,
                    new ByteArrayResource("source: x\ncolumns: {id: a, shape: b}".getBytes()),
                    LOAD,
                    false,
                    lines::add))
        .isInstanceOf(ImportStopped.class)
        .hasMessageContaining("columns: shape is nothing that is read");
    assertThat(lines).isEmpty();
  }

  /** The public demonstration data of NetBox: 6,915 objects. */
  @Test
  void aRealNetBoxComesWholeAndOnce() throws Exception {
    Path dump = real("netbox-demo.json.gz");
    CmdbImports.Result first =
        imports.run(CmdbImports.Kind.NETBOX, dump, null, LOAD, false, lines::add);
    assertThat(first.summary())
        .returns(0L, summary -> summary.refused())
        .returns(897L, summary -> summary.rows());
    assertThat(lines).filteredOn(line -> line.what().equals("item")).hasSize(435);
    assertThat(first.left().values().stream().mapToLong(Long::longValue).sum() + 435)
        .isEqualTo(6915);
    String before = state();
    CmdbImports.Result second =
        imports.run(
            CmdbImports.Kind.NETBOX, dump, null, new Mandate("wanda", null), false, lines::add);
    assertThat(second.summary().unchanged()).isEqualTo(897);
    assertThat(state()).isEqualTo(before);
    jdbc.sql("update sms.ci_origin set source = 'netbox ' || :own where source = 'netbox'")
        .param("own", own)
        .update();
  }

  /** The same machine, twice inventoried. */
  @Test
  void aRealMachineBeforeAndAfter() throws Exception {
    Path before = real("inventory/computer_3.json");
    Path after = real("inventory/computer_3_updated.json");
    imports.run(CmdbImports.Kind.INVENTORY, before, null, LOAD, false, lines::add);
    lines.clear();
    imports.run(CmdbImports.Kind.INVENTORY, after, null, LOAD, false, lines::add);
    assertThat(lines.get(0).detail())
        .isEqualTo(
            "memoryMb: 7909 → 7908; version: 4.9.9-200.fc25.x86_64 → 4.11.3-200.fc25.x86_64");
    assertThat(lines)
        .extracting(line -> line.what(), line -> line.result())
        .containsExactly(
            tuple("item", Result.CHANGED),
            tuple("item", Result.CREATED),
            tuple("item", Result.CREATED),
            tuple("item", Result.CREATED),
            tuple("runs on", Result.CREATED),
            tuple("runs on", Result.CREATED),
            tuple("runs on", Result.CREATED));
  }

  private static Path real(String file) {
    Path path = REAL.resolve(file);
    assumeThat(path).as("real data beside the project, for this test only").exists();
    return path;
  }

  private CmdbImports.Result run(Path table, Mandate mandate, boolean preview) {
    lines.clear();
    Resource mapping = mapping();
    return imports.run(CmdbImports.Kind.CSV, table, mapping, mandate, preview, lines::add);
  }

  private Resource mapping() {
    try {
      return new ByteArrayResource(
          OUR_COLUMNS
              .getContentAsString(StandardCharsets.UTF_8)
              .replace("source: table", "source: table-" + own)
              .getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Serial numbers are found again across sources, so they are made this test's own. */
  private Path table(String content) throws IOException {
    return Files.writeString(
        directory.resolve("items.csv"), content.replaceAll(",(S1|SER)(?=,|\\n)", ",$1" + own));
  }

  private String inventory(String name, String serial, int memory, String kernel) {
    return """
    {"deviceid": "%1$s-%5$s", "content": {
      "hardware": {"name": "%1$s", "chassis_type": "Notebook", "memory": %3$d, "vmsystem": "Physical"},
      "operatingsystem": {"full_name": "Fedora 31", "kernel_version": "%4$s"},
      "bios": {"ssn": "%2$s", "smanufacturer": "Dell", "smodel": "XPS", "assettag": "0000000"},
      "virtualmachines": [{"name": "guest", "uuid": "%1$s-%5$s-guest", "vcpu": 1, "memory": 1024}]}}
    """
        .formatted(name, serial, memory, kernel, own);
  }

  private List<String> refused() {
    return lines.stream()
        .filter(line -> line.result() == Result.REFUSED)
        .map(line -> line.what() + " " + line.id() + ": " + line.detail())
        .map(line -> line.replaceAll("CI-\\d+", "CI"))
        .toList();
  }

  private List<String> told() {
    return lines.stream()
        .map(line -> line.line() + line.what() + line.id() + line.result() + line.detail())
        .map(line -> line.replaceAll("CI-\\d+", "CI"))
        .toList();
  }

  private ConfigurationItem item(String externalId) {
    String id =
        jdbc.sql("select ci_id from sms.ci_origin where source = :source and external_id = :id")
            .param("source", "table-" + own)
            .param("id", externalId)
            .query(String.class)
            .single();
    return items.find(id).orElseThrow();
  }

  private String state() {
    return jdbc.sql(
            """
            select concat_ws(' ', (select count(*) || max(valid_from)::text from sms.ci_version),
              (select count(*) from sms.ci_relation_version), (select count(*) from sms.ci_component_version),
              (select count(*) from sms.ci_origin))
            """)
        .query(String.class)
        .single();
  }
}
