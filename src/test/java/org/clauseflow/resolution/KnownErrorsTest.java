package org.clauseflow.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.Entry;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Link;
import org.clauseflow.record.Opening;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.resolution.KnownErrors.Known;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The known error base by itself: what is recorded once, found by what, and counted how. */
@ClauseflowTest
class KnownErrorsTest {

  @Autowired private KnownErrors knownErrors;
  @Autowired private Register register;
  @Autowired private JdbcClient jdbc;
  @Autowired private PlatformTransactionManager transactions;

  @BeforeEach
  void nothingIsKnownOfAccounting() {
    jdbc.sql("update sms.known_error set state = 'retired' where service_id = 'accounting'")
        .update();
  }

  @Test
  void aKnownErrorIsARecordWithAJournal() {
    String problem = record("problem");
    String number =
        published(
            problem, known("Postings hang", "Postings of period 12 hang", "Lock left behind"));
    assertThat(number).matches("KER-\\d{4}-\\d{6}");
    assertThat(register.find(number).orElseThrow())
        .returns("known-error", ServiceRecord::type)
        .returns("current", ServiceRecord::status)
        .returns("accounting", ServiceRecord::service)
        .returns(true, ServiceRecord::open);
    assertThat(register.links(number))
        .singleElement()
        .returns(problem, Link::to)
        .returns("describes", Link::kind);
    inTransaction(
        () -> {
          knownErrors.update(
              number,
              known("Postings hang", "Postings of period 12 hang", "Lock of the night run"),
              "petra");
          return null;
        });
    assertThat(register.find(number).orElseThrow().data())
        .containsEntry("cause", "Lock of the night run");
    assertThat(register.journal(number))
        .extracting(JournalEntry::kind)
        .contains("opened", "linked", "updated");
    assertThat(register.verify(number)).isEmpty();
  }

  @Test
  void whatSaysTheSameIsRefusedAndShown() throws Exception {
    String problem = record("problem");
    String first = published(problem, known("A", "Invoices are printed twice", "Driver 4.1"));
    Known same = known("B", " invoices  are PRINTED twice\n", "driver 4.1 ");
    assertThatThrownBy(() -> published(record("problem"), same))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith(first)
        .hasMessageContaining("choose it");

    String other =
        published(record("problem"), known("C", "Invoices are printed twice", "Two clicks"));
    assertThatThrownBy(
            () ->
                inTransaction(
                    () -> {
                      knownErrors.update(other, same, "petra");
                      return null;
                    }))
        .isInstanceOf(Refusal.class);

    settle(first, false, "Driver 4.2", problem);
    assertThat(published(record("problem"), same))
        .as("what is retired may come up again")
        .isNotEqualTo(first);

    List<Boolean> atOnce =
        atOnce(
            3,
            () -> {
              try {
                published(record("problem"), known("D", "The ledger is closed", "Calendar"));
                return true;
              } catch (RuntimeException e) {
                return false;
              }
            });
    assertThat(atOnce).containsOnlyOnce(true);
  }

  @Test
  void itIsFoundByServiceItemCategoryAndWords() {
    String problem = record("problem");
    String words =
        published(problem, known("Export fails", "The export of invoices to PDF fails", "Fonts"));
    String item =
        published(
            problem,
            new Known(
                "Database is slow",
                "accounting",
                "hardware",
                "Everything takes long",
                "Statistics are old",
                "Wait",
                false,
                List.of("CI-0017")));
    String category = published(problem, known("Rounding", "Sums differ by a cent", "Rounding"));
    String confidential =
        published(
            problem,
            new Known(
                "Export of invoices leaks",
                "accounting",
                "software",
                "The export of invoices holds others' data",
                "A missing check",
                "Switch it off",
                true,
                List.of()));

    assertThat(
            suggested("accounting", "software", null, "Exporting an invoice as PDF does not work"))
        .startsWith(words)
        .contains(category)
        .doesNotContain(item, confidential);
    assertThat(suggested("accounting", "network", "CI-0017", "It takes so long"))
        .startsWith(item)
        .doesNotContain(category);
    assertThat(suggested("files", null, "CI-0017", "whatever"))
        .as("the item is another service's too")
        .contains(item);
    assertThat(suggested("accounting", null, null, "The coffee machine is empty")).isEmpty();
    assertThat(suggested("accounting", null, null, "it's 'quoted' \\ & | ! (odd) <-> :* text"))
        .isEmpty();
    assertThat(suggested(null, null, null, null)).isEmpty();

    settle(words, false, "Fonts installed", problem);
    assertThat(suggested("accounting", "software", null, "The export of invoices fails"))
        .doesNotContain(words);
  }

  @Test
  void whatHelpedIsCountedOnceForAnIncidentAndComesFirst() throws Exception {
    String problem = record("problem");
    String older = published(problem, known("Login 1", "Login to the ledger fails", "Session"));
    String newer = published(problem, known("Login 2", "Login to the ledger fails", "Password"));
    assertThat(suggested("accounting", "software", null, "login fails")).startsWith(newer, older);

    String incident = record("incident");
    atOnce(
        4,
        () ->
            inTransaction(
                () -> {
                  knownErrors.solved(older, incident, "clauseflow");
                  return null;
                }));
    assertThat(helped(older)).isEqualTo(1);
    inTransaction(
        () -> {
          knownErrors.solved(older, record("incident"), "clauseflow");
          return null;
        });
    assertThat(helped(older)).isEqualTo(2);
    assertThat(register.links(incident))
        .singleElement()
        .returns("solved by", Link::kind)
        .returns(older, Link::to);
    assertThat(suggested("accounting", "software", null, "login fails")).startsWith(older, newer);
    assertThatThrownBy(
            () ->
                inTransaction(
                    () -> {
                      knownErrors.solved("KER-1999-000001", incident, "clauseflow");
                      return null;
                    }))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("KER-1999-000001");
  }

  @Test
  void itIsRetiredWithTheLastProblemThatItDescribes() {
    String first = record("problem");
    String second = record("problem");
    String number = published(first, known("Shared", "Reports are empty", "Right missing"));
    String workaround = inTransaction(() -> knownErrors.join(number, null, second, "petra"));
    assertThat(workaround).isEqualTo("Do it by hand");

    settle(number, false, "Right given", first);
    assertThat(state(number)).isEqualTo("current");
    assertThat(register.journal(number))
        .last()
        .returns("Kept, it describes " + second + " too", JournalEntry::note);
    inTransaction(
        () -> {
          register.add(
              first, Entry.of("petra", "closed", null, Map.of("closedAt", "2026-01-01T00:00:00Z")));
          return null;
        });

    settle(number, true, "Right given", second);
    assertThat(state(number)).isEqualTo("current");
    settle(number, false, "Right given", second);
    assertThat(state(number)).isEqualTo("retired");
    assertThat(register.find(number).orElseThrow())
        .returns("retired", ServiceRecord::status)
        .returns("Cause removed", ServiceRecord::outcome)
        .returns(false, ServiceRecord::open);
    assertThatThrownBy(() -> inTransaction(() -> knownErrors.join(number, null, second, "petra")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("no current known error");
  }

  private static Known known(String title, String symptom, String cause) {
    return new Known(
        title, "accounting", "software", symptom, cause, "Do it by hand", false, List.of());
  }

  private String published(String problem, Known known) {
    return inTransaction(() -> knownErrors.publish(known, problem, "petra"));
  }

  private void settle(String number, boolean keep, String resolution, String problem) {
    inTransaction(
        () -> {
          knownErrors.settle(number, keep, resolution, problem, "petra");
          return null;
        });
  }

  private List<String> suggested(String service, String category, String ci, String said) {
    return jdbc.sql(
            "select number from sms.suggested_known_errors(:service, :category, :ci, :said, 20)")
        .param("service", service)
        .param("category", category)
        .param("ci", ci)
        .param("said", said)
        .query(String.class)
        .list();
  }

  private int helped(String number) {
    return jdbc.sql("select helped from sms.known_error where number = :number")
        .param("number", number)
        .query(Integer.class)
        .single();
  }

  private String state(String number) {
    return jdbc.sql("select state from sms.known_error where number = :number")
        .param("number", number)
        .query(String.class)
        .single();
  }

  /** A record that no process carries. */
  private String record(String type) {
    return inTransaction(
        () -> {
          String number = register.nextNumber(type);
          register.open(
              new Opening(number, type, "known-errors-test", 1, "none"),
              Entry.of("petra", "opened", null, Map.of("service", "accounting")));
          return number;
        });
  }

  private <T> T inTransaction(Supplier<T> work) {
    return new TransactionTemplate(transactions).execute(status -> work.get());
  }

  private static <T> List<T> atOnce(int threads, Callable<T> call) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<T> results = new java.util.ArrayList<>();
      for (Future<T> result : pool.invokeAll(java.util.Collections.nCopies(threads, call))) {
        results.add(result.get());
      }
      return results;
    } finally {
      pool.shutdown();
    }
  }
}
