package org.clauseflow.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.clauseflow.ClauseflowTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.ResponseEntity;

/** The browser runs a page's scripts only if they carry the nonce that the page's header names. */
@ClauseflowTest
class OwnNoncesTest {

  private static final Pattern IN_HEADER = Pattern.compile("'nonce-([^']+)'");
  private static final Pattern IN_PAGE = Pattern.compile("nonce=\"([^\"]+)\"");

  @Autowired private TestRestTemplate http;

  @Test
  void pagesThatAreOpenedAtOnceRunTheirScripts() {
    List<String> broken =
        IntStream.range(0, 2000).parallel().mapToObj(this::open).flatMap(List::stream).toList();

    assertThat(broken).isEmpty();
  }

  /** Scripts of a page that the browser would refuse. */
  private List<String> open(int n) {
    String app = List.of("tasklist", "cockpit", "admin").get(n % 3);
    ResponseEntity<String> page =
        http.getForEntity("/camunda/app/" + app + "/default/", String.class);
    Matcher header = IN_HEADER.matcher(page.getHeaders().getFirst("Content-Security-Policy"));
    assertThat(header.find()).isTrue();
    List<String> scripts =
        IN_PAGE.matcher(page.getBody()).results().map((MatchResult one) -> one.group(1)).toList();
    assertThat(scripts).isNotEmpty();
    return scripts.stream().filter(nonce -> !nonce.equals(header.group(1))).toList();
  }
}
