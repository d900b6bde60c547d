package org.clauseflow.integration;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clauseflow.cmdb.ItemImportReport;
import org.clauseflow.cmdb.Mandate;
import org.clauseflow.control.ConfigurationRecords;
import org.clauseflow.control.RefusedWrites;
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

/**
 * The only way to write to the CMDB by REST: under a request for change that is approved, or for an
 * update that is under way.
 */
@RestController
@RequestMapping("/api/cis")
@Tag(name = "Configuration items")
class CmdbImportApi {

  private static final int LINES = 1000;

  /**
   * @param lines of rows that were created, changed or refused, the first {@value #LINES}
   */
  record Answer(CmdbImports.Result result, List<ItemImportReport.Line> lines) {}

  private final CmdbImports imports;
  private final ConfigurationRecords updates;
  private final RefusedWrites refused;

  CmdbImportApi(CmdbImports imports, ConfigurationRecords updates, RefusedWrites refused) {
    this.imports = imports;
    this.updates = updates;
    this.refused = refused;
  }

  @PostMapping(path = "/import", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @PreAuthorize("hasAuthority('configurationManager')")
  @Operation(
      summary = "Import configuration items from a file",
      description =
          "A table (CSV), the dump of a NetBox or an inventory of GLPI. A preview does and reports"
              + " everything and keeps nothing; else it names the request for change that is approved"
              + " for it, or an update of the CMDB that is under way. Importing the same twice changes"
              + " nothing. Up to 20 MB; longer files are for the command cmdb-import.")
  Answer run(
      @RequestParam CmdbImports.Kind kind,
      @RequestPart MultipartFile file,
      @RequestPart(required = false) MultipartFile mapping,
      @RequestParam(defaultValue = "false") boolean preview,
      @RequestParam(required = false) @Size(max = 100) String change,
      Authentication me)
      throws IOException {
    if (!preview && !updates.mayImport(change)) {
      String reason =
          "names neither a request for change that is approved nor an update of the CMDB that is"
              + " under way: ask for one first";
      refused.keep(me.getName(), "import of " + file.getOriginalFilename(), "change " + reason);
      throw new Refusal(Reason.INVALID, "change", reason);
    }
    Path copy = Files.createTempFile("cmdb-import", null);
    try {
      file.transferTo(copy);
      List<ItemImportReport.Line> lines = new ArrayList<>();
      Resource how =
          mapping == null ? new ClassPathResource("import/cis.yaml") : mapping.getResource();
      CmdbImports.Result result =
          imports.run(
              kind,
              copy,
              how,
              new Mandate(me.getName(), change == null || change.isBlank() ? null : change),
              preview,
              line -> {
                if (line.result() != ItemImportReport.Result.UNCHANGED && lines.size() < LINES) {
                  lines.add(line);
                }
              });
      return new Answer(result, lines);
    } catch (ImportStopped e) {
      throw new Refusal(Reason.INVALID, e.getMessage());
    } finally {
      Files.delete(copy);
    }
  }
}
