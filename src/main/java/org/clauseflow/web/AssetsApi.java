package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The interface to financial asset management: what was bought, and what became of it. */
@RestController
@RequestMapping("/api/cis/assets")
@PreAuthorize(
    "hasAnyAuthority('financeManager', 'serviceManager', 'configurationManager', 'auditor')")
@Tag(name = "Configuration items")
class AssetsApi {

  record Asset(
      @Schema(example = "CI-0042") String ci,
      @Schema(description = "number of the asset ledger, on its label") String assetNumber,
      String type,
      String name,
      @Schema(description = "planned, in use or retired") String status,
      @Schema(description = "in EUR") BigDecimal cost,
      LocalDate purchasedOn,
      @Schema(description = "id of the person who answers for it") String owner,
      String location,
      @Schema(description = "since when it is retired") Instant retiredAt) {

    private String line() {
      return Stream.of(
              ci, assetNumber, type, name, status, cost, purchasedOn, owner, location, retiredAt)
          .map(AssetsApi::cell)
          .collect(Collectors.joining(","));
    }
  }

  private static final String HEADER =
      "ci,assetNumber,type,name,status,cost,purchasedOn,owner,location,retiredAt";

  private final JdbcClient jdbc;

  AssetsApi(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "List the items that are assets",
      description =
          "Those with an asset tag, a purchase price or a date of purchase, retired ones too; as a"
              + " table (CSV) with all of them where text/csv is asked for.")
  Page<Asset> list(
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int size) {
    List<Asset> assets =
        jdbc.sql("select * from sms.ci_asset order by ci limit :size offset :offset")
            .param("size", size)
            .param("offset", (long) page * size)
            .query(Asset.class)
            .list();
    long total = jdbc.sql("select count(*) from sms.ci_asset").query(Long.class).single();
    return new Page<>(assets, page, size, total);
  }

  @GetMapping(produces = "text/csv")
  @Operation(summary = "List the items that are assets")
  String table() {
    return Stream.concat(
            Stream.of(HEADER),
            jdbc.sql("select * from sms.ci_asset order by ci").query(Asset.class).list().stream()
                .map(Asset::line))
        .collect(Collectors.joining("\r\n", "", "\r\n"));
  }

  /** A text that begins like a formula is none where a spreadsheet opens it. */
  private static String cell(Object value) {
    String text = Objects.toString(value, "");
    if (value instanceof String && text.matches("[=+@\\t\\r-].*")) {
      text = "'" + text;
    }
    return text.matches("(?s).*[\",\\r\\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
