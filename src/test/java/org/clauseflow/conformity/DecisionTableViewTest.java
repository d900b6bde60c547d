package org.clauseflow.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecisionTableViewTest {

  static Stream<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("dmn"))) {
      return files.filter(file -> file.toString().endsWith(".dmn")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyCellOfAShippedTableIsShown(Path file) throws Exception {
    Model model = Model.read(Files.readAllBytes(file));

    Document page = Jsoup.parse(DecisionTableView.html(model, Map.of()));

    int columns = count(model, "input") + count(model, "output");
    assertThat(page.select("thead tr").get(1).select("th")).hasSize(columns);
    assertThat(page.select("tbody tr")).hasSize(count(model, "rule"));
    assertThat(page.select("tbody tr"))
        .allSatisfy(row -> assertThat(row.select("td")).hasSize(columns + 1));
    assertThat(page.select("mark, [style]")).isEmpty();
    model
        .elements()
        .filter(
            e -> e.getLocalName().equals("inputEntry") || e.getLocalName().equals("outputEntry"))
        .map(DecisionParts::cell)
        .forEach(
            cell -> assertThat(page.select("td").eachText()).contains(cell.isEmpty() ? "–" : cell));
  }

  @Test
  void aTableSaysWhatItDecidesAndHow() throws Exception {
    Model model = Model.read(Files.readAllBytes(Path.of("dmn/8-resolution/priority.dmn")));

    Document page =
        Jsoup.parse(
            DecisionTableView.html(
                model,
                Map.of(
                    "Rule_4", Mark.CHANGED, "Input_impact", Mark.ADDED, "priority", Mark.CHANGED)));

    assertThat(page.select("h2").text()).isEqualTo("Priority ≠ changed");
    assertThat(page.select("caption").text())
        .isEqualTo("Priority: FIRST, the first rule that fits counts");
    assertThat(page.select("thead th").eachText())
        .containsExactly(
            "Rule",
            "If",
            "Then",
            "Because",
            "Security risk securityRisk (string) \"none\", \"low\", \"medium\", \"high\"",
            "+ added Impact impact (string) \"low\", \"medium\", \"high\"",
            "Urgency urgency (string) \"low\", \"medium\", \"high\"",
            "Priority priority (string) \"critical\", \"high\", \"moderate\", \"low\"");
    Element row = page.select("tr[data-element=Rule_4]").first();
    assertThat(row.children().eachText())
        .containsExactly(
            "4 ≠ changed",
            "–",
            "\"high\"",
            "\"high\"",
            "\"critical\"",
            "The business stands and it cannot wait");
  }

  @Test
  void textStaysText() throws Exception {
    String dmn =
        Files.readString(Path.of("dmn/8-resolution/priority.dmn"))
            .replace("name=\"Priority\"", "name=\"&lt;script>alert(1)&lt;/script>\"")
            .replace("The business stands", "&lt;img src=x onerror=alert(1)>");

    Document page =
        Jsoup.parse(
            DecisionTableView.html(Model.read(dmn.getBytes(StandardCharsets.UTF_8)), Map.of()));

    assertThat(page.select("script, img")).isEmpty();
    assertThat(page.text()).contains("<img src=x onerror=alert(1)> and it cannot wait");
  }

  private static int count(Model model, String name) {
    return (int) model.elements().filter(e -> e.getLocalName().equals(name)).count();
  }
}
