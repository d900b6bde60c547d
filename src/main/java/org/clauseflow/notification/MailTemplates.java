package org.clauseflow.notification;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The texts of mails: files in {@code mail/} for the steps of processes and in {@code mail-in/} for
 * what mails that come in lead to; first line the subject, then an empty line, then the body.
 */
@Component
class MailTemplates {

  record Text(String subject, String body) {}

  private record Compiled(Template subject, Template body) {}

  /**
   * What differs between the recipients of one mail; the outbox puts it in. See mail_text in the
   * database.
   */
  static final String NUMBER = "\uE000";

  static final String TITLE = "\uE001";
  static final String SERVICE = "\uE002";
  static final String NAME = "\uE003";

  private static final String SUBJECT = "Subject: ";

  /** Mails are plain text, so nothing is escaped for HTML. */
  private static final Mustache.Compiler MUSTACHE =
      Mustache.compiler().escapeHTML(false).defaultValue("").emptyStringIsFalse(true);

  private final Map<String, Compiled> templates = new TreeMap<>();

  MailTemplates(ResourcePatternResolver resources) throws IOException {
    for (Resource file : files(resources)) {
      String name = file.getFilename().replace(".txt", "");
      String text = file.getContentAsString(StandardCharsets.UTF_8).replace("\r\n", "\n");
      int empty = text.indexOf("\n\n");
      if (!text.startsWith(SUBJECT) || empty < 0 || text.indexOf('\n') != empty) {
        throw new IllegalStateException(
            "The mail template "
                + name
                + " must begin with a line 'Subject: ...' and an empty line");
      }
      templates.put(
          name,
          new Compiled(
              MUSTACHE.compile(text.substring(SUBJECT.length(), empty)),
              MUSTACHE.compile(text.substring(empty + 2))));
    }
  }

  private static List<Resource> files(ResourcePatternResolver resources) throws IOException {
    List<Resource> files = new ArrayList<>();
    for (String folder : List.of("mail", "mail-in")) {
      files.addAll(List.of(resources.getResources("classpath*:/" + folder + "/*.txt")));
    }
    return files;
  }

  Text render(String template, Map<String, Object> model) {
    Compiled compiled = templates.get(template);
    if (compiled == null) {
      throw new IllegalArgumentException(
          "There is no mail template "
              + template
              + "; there are "
              + String.join(", ", templates.keySet()));
    }
    return new Text(compiled.subject.execute(model), compiled.body.execute(model));
  }

  static String withoutMarkers(String text) {
    return text == null ? null : text.replaceAll("[\uE000-\uE003]", "");
  }
}
