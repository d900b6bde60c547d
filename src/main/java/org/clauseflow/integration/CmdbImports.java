package org.clauseflow.integration;

import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.clauseflow.cmdb.ItemImport;
import org.clauseflow.cmdb.ItemImportReport;
import org.clauseflow.cmdb.ItemSource;
import org.clauseflow.cmdb.Mandate;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Service;

/** Imports configuration items from files of other systems. */
@Service
class CmdbImports {

  enum Kind {
    CSV,
    NETBOX,
    INVENTORY
  }

  /**
   * @param left objects of the file that are no configuration items, by what they are
   */
  record Result(ItemImportReport.Summary summary, Map<String, Long> left) {}

  private final ItemImport items;
  private final ObjectMapper json;

  CmdbImports(ItemImport items, ObjectMapper json) {
    this.items = items;
    this.json = json;
  }

  /**
   * @param mapping of a CSV file; others need none
   */
  Result run(
      Kind kind,
      Path file,
      Resource mapping,
      Mandate mandate,
      boolean preview,
      ItemImportReport report) {
    try {
      ItemSource source = source(kind, file, mapping);
      ItemImportReport.Summary summary = items.run(source, mandate, preview, report);
      return new Result(summary, source instanceof NetBoxItems netbox ? netbox.left() : Map.of());
    } catch (IOException | CsvParseException e) {
      throw new ImportStopped("The file cannot be read: " + e.getMessage(), e);
    }
  }

  ItemSource source(Kind kind, Path file, Resource mapping) throws IOException {
    return switch (kind) {
      case CSV -> new CsvItems(file, ItemMapping.read(mapping, json));
      case NETBOX -> new NetBoxItems(file, json);
      case INVENTORY -> new InventoryItems(file, json);
    };
  }
}
