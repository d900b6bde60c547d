package org.clauseflow.redesign;

import java.util.Locale;
import java.util.Optional;
import org.clauseflow.conformity.Model;
import org.w3c.dom.Element;

/** What can be redesigned; a process goes before the tables that come with it. */
enum SubjectKind {
  PROCESS("process", ".bpmn", Model.BPMN, Model.CAMUNDA),
  DECISION(
      "decision",
      ".dmn",
      "https://www.omg.org/spec/DMN/20191111/MODEL/",
      "http://camunda.org/schema/1.0/dmn");

  private final String word;
  private final String ending;
  private final String namespace;
  private final String extensions;

  SubjectKind(String word, String ending, String namespace, String extensions) {
    this.word = word;
    this.ending = ending;
    this.namespace = namespace;
    this.extensions = extensions;
  }

  /** The kind that a file holds, null for a form. */
  static SubjectKind of(DraftFile file) {
    for (SubjectKind kind : values()) {
      if (file.name().endsWith(kind.ending)) {
        return kind;
      }
    }
    return null;
  }

  static SubjectKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  String word() {
    return word;
  }

  boolean isRootOf(Model model) {
    return Model.is(model.root(), namespace, "definitions");
  }

  /** The process or the decision that a file holds. */
  Optional<Element> element(Model model) {
    return Model.children(model.root(), namespace, word).findFirst();
  }

  String versionTag(Element element) {
    return element.getAttributeNS(extensions, "versionTag").strip();
  }
}
