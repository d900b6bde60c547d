package org.clauseflow.control;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The list of the asset ledger, as finance hands it over (clause 9.1): audits reconcile the CMDB
 * with it. The CMDB is no ledger: it takes nothing over.
 */
@Service
public class AssetLedger {

  /**
   * @param number on the label of the asset
   * @param on the books, else written off
   */
  public record Asset(
      String number,
      String name,
      BigDecimal cost,
      LocalDate purchasedOn,
      String location,
      boolean on) {}

  /**
   * @param matched have an item with their number as asset tag
   */
  public record Taken(int assets, int matched) {}

  private final JdbcClient jdbc;
  private final Clock clock;

  AssetLedger(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Takes the whole list: what is not in it any more is forgotten. */
  @Transactional
  public Taken take(List<Asset> assets, String person) {
    jdbc.sql("delete from sms.asset_ledger").update();
    assets.forEach(
        asset ->
            jdbc.sql(
                    """
                    insert into sms.asset_ledger (number, name, cost, purchased_on, location, status, imported_at, imported_by)
                    values (:number, :name, :cost, :purchasedOn, :location, :status, :at, :by)
                    """)
                .param("number", asset.number)
                .param("name", asset.name)
                .param("cost", asset.cost)
                .param("purchasedOn", asset.purchasedOn)
                .param("location", asset.location)
                .param("status", asset.on ? "on" : "off")
                .param("at", Timestamp.from(clock.instant()))
                .param("by", person)
                .update());
    return new Taken(
        assets.size(),
        jdbc.sql(
                """
                select count(*) from sms.asset_ledger g
                where exists (select from sms.ci c where c.attributes->>'assetTag' = g.number)
                """)
            .query(Integer.class)
            .single());
  }
}
