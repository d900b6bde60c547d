package org.clauseflow.integration;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.clauseflow.control.AssetLedger;
import org.clauseflow.control.DiscoveredFacts;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** What audits hold the CMDB against: facts discovered elsewhere, and the asset ledger. */
@RestController
@RequestMapping("/api/cis")
@Tag(name = "Configuration items")
class DiscoveriesApi {

  private final CmdbImports imports;
  private final DiscoveredFacts facts;
  private final AssetLedger ledger;

  DiscoveriesApi(CmdbImports imports, DiscoveredFacts facts, AssetLedger ledger) {
    this.imports = imports;
    this.facts = facts;
    this.ledger = ledger;
  }

  @PostMapping(path = "/discoveries", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @PreAuthorize(
      "hasAnyAuthority('configurationManager', 'infrastructureSupport', 'networkSupport',"
          + " 'securityTeam')")
  @Operation(
      summary = "Hand over what was discovered, for audits of the CMDB",
      description =
          "The same files as for an import: a table (CSV), the dump of a NetBox or an inventory of"
              + " GLPI. Nothing of it is written to the CMDB but that its items were seen. Say"
              + " complete=true where the file names all that its source knows: what it does not"
              + " name is then missing.")
  DiscoveredFacts.Discovered discover(
      @RequestParam CmdbImports.Kind kind,
      @RequestPart MultipartFile file,
      @RequestPart(required = false) MultipartFile mapping,
      @RequestParam(defaultValue = "false") boolean complete,
      Authentication me)
      throws IOException {
    Path copy = Files.createTempFile("discovery", null);
    try {
      file.transferTo(copy);
      Resource how =
          mapping == null ? new ClassPathResource("import/cis.yaml") : mapping.getResource();
      return facts.keep(
          imports.source(kind, copy, how),
          complete,
          Objects.toString(file.getOriginalFilename(), "file"),
          me.getName());
    } catch (ImportStopped e) {
      throw new Refusal(Reason.INVALID, e.getMessage());
    } catch (CsvParseException e) {
      throw new Refusal(Reason.INVALID, "The file cannot be read: " + e.getMessage());
    } finally {
      Files.delete(copy);
    }
  }

  @PostMapping(path = "/assets/ledger", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @PreAuthorize("hasAnyAuthority('financeManager', 'configurationManager')")
  @Operation(
      summary = "Hand over the list of the asset ledger",
      description =
          "The whole list as a table (CSV) with the columns number, name, cost, purchasedOn,"
              + " location and status (on or off the books); it replaces the one before. A row that"
              + " is wrong stops it: nothing is taken then.")
  AssetLedger.Taken ledger(@RequestPart MultipartFile file, Authentication me) throws IOException {
    List<AssetLedger.Asset> assets = new ArrayList<>();
    Set<String> numbers = new HashSet<>();
    try (CsvReader<NamedCsvRecord> rows =
        CsvReader.builder()
            .detectBomHeader(true)
            .ofNamedCsvRecord(
                new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8))) {
      for (NamedCsvRecord row : rows) {
        AssetLedger.Asset asset = asset(row);
        if (!numbers.add(asset.number())) {
          throw wrong(row, "the number " + asset.number() + " stands there twice");
        }
        assets.add(asset);
      }
    } catch (CsvParseException | UncheckedIOException e) {
      throw new Refusal(Reason.INVALID, "file", "cannot be read: " + e.getMessage());
    }
    return ledger.take(assets, me.getName());
  }

  private static AssetLedger.Asset asset(NamedCsvRecord row) {
    String number = cell(row, "number");
    String name = cell(row, "name");
    String status = Objects.requireNonNullElse(cell(row, "status"), "on");
    if (number == null || name == null) {
      throw wrong(row, "number and name are needed");
    }
    if (!Set.of("on", "off").contains(status)) {
      throw wrong(row, "status is on or off");
    }
    try {
      return new AssetLedger.Asset(
          number,
          name,
          cell(row, "cost") == null ? null : new BigDecimal(cell(row, "cost")),
          cell(row, "purchasedOn") == null ? null : LocalDate.parse(cell(row, "purchasedOn")),
          cell(row, "location"),
          status.equals("on"));
    } catch (NumberFormatException e) {
      throw wrong(row, "cost is a number such as 1250.00");
    } catch (DateTimeException e) {
      throw wrong(row, "purchasedOn is a date such as 2026-01-31");
    }
  }

  private static String cell(NamedCsvRecord row, String column) {
    return row.findField(column).map(String::strip).filter(text -> !text.isEmpty()).orElse(null);
  }

  private static Refusal wrong(NamedCsvRecord row, String why) {
    return new Refusal(
        Reason.INVALID, "file", "line %d: %s".formatted(row.getStartingLineNumber(), why));
  }
}
