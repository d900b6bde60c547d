package org.clauseflow.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.clauseflow.record.Register;
import org.clauseflow.security.RecordAccess;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;

/**
 * The address that a record keeps, wherever its page may move. Mails name it. Who is not logged in
 * is led to the log-in, which keeps where they want to go.
 */
@RestController
@RequestMapping("/records")
class RecordLinks {

  private static final String PAGE = "/camunda/app/tasklist/default/#/records";

  /** In Tasklist's look. */
  private static final String UNKNOWN =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
        <meta charset="utf-8">
        <title>Clauseflow | No such record</title>
        <link rel="stylesheet" href="%1$s/camunda/app/tasklist/camunda-tasklist-bootstrap.css">
        <link rel="stylesheet" href="%1$s/camunda/app/cockpit/clauseflow/shared/page.css">
      </head>
      <body class="three-cols-layout">
        <main class="cockpit-section-dashboard clauseflow">
          <section>
            <div class="inner">
              <header><h1 class="section-title">Record</h1></header>
              <div class="alert alert-danger" role="alert">There is no record %2$s that you may see</div>
              <p>Its number may be wrong, or it is not for the person who is logged in here.</p>
              <p><a href="%1$s%3$s">Look for a record</a></p>
            </div>
          </section>
        </main>
      </body>
      </html>
      """;

  private final Register register;
  private final RecordAccess access;

  RecordLinks(Register register, RecordAccess access) {
    this.register = register;
    this.access = access;
  }

  @GetMapping
  ResponseEntity<byte[]> all() {
    return to(PAGE);
  }

  /**
   * @param me null: nobody is logged in
   */
  @GetMapping("/{number}")
  ResponseEntity<byte[]> one(@PathVariable String number, Authentication me) {
    boolean hidden =
        me != null && register.find(number).filter(record -> access.visible(record, me)).isEmpty();
    return hidden
        ? ResponseEntity.status(HttpStatus.NOT_FOUND)
            .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
            .header(
                "Content-Security-Policy", "default-src 'none'; style-src 'self'; font-src 'self'")
            .body(
                UNKNOWN
                    .formatted(root(), HtmlUtils.htmlEscape(number), PAGE)
                    .getBytes(StandardCharsets.UTF_8))
        : to(PAGE + "/" + UriUtils.encode(number, StandardCharsets.UTF_8));
  }

  private static ResponseEntity<byte[]> to(String page) {
    return ResponseEntity.status(HttpStatus.FOUND).location(URI.create(root() + page)).build();
  }

  private static String root() {
    return ServletUriComponentsBuilder.fromCurrentContextPath().build().getPath();
  }
}
