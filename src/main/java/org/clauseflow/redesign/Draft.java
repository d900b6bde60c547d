package org.clauseflow.redesign;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clauseflow.conformity.Model;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.w3c.dom.Element;

/**
 * What somebody brought to redesign a process or a decision table: its model, with the forms and
 * tables that change with it.
 *
 * @param main the file that holds the model
 * @param element the process or the decision in it
 */
record Draft(
    SubjectKind kind, DraftFile main, Model model, Element element, List<DraftFile> files) {

  private static final int MOST_FILES = 50;

  /** What the guard takes; more is not even kept. */
  private static final int LARGEST = 2_000_000;

  /** Reads what was brought, or says why it is no draft. */
  static Draft of(List<DraftFile> brought) {
    if (brought.isEmpty()) {
      throw unfit("are missing: bring a process (.bpmn) or a decision table (.dmn)");
    }
    if (brought.size() > MOST_FILES) {
      throw unfit("are more than " + MOST_FILES + ": bring one process with what belongs to it");
    }
    List<DraftFile> files =
        brought.stream()
            .map(file -> new DraftFile(plainName(file.name()), file.content()))
            .sorted(Comparator.comparing(DraftFile::name))
            .toList();
    Set<String> names = new HashSet<>();
    for (DraftFile file : files) {
      check(file, names);
    }
    DraftFile main = main(files);
    SubjectKind kind = SubjectKind.of(main);
    try {
      Model model = Model.read(main.content());
      Element element =
          Optional.of(model)
              .filter(kind::isRootOf)
              .flatMap(kind::element)
              .orElseThrow(
                  () ->
                      unfit(
                          "hold no %s: %s is something else".formatted(kind.word(), main.name())));
      if (element.getAttribute("id").isBlank()) {
        throw unfit("hold a %s without an id: name it".formatted(kind.word()));
      }
      return new Draft(kind, main, model, element, files);
    } catch (Model.Unreadable e) {
      throw unfit("%s cannot be read: %s".formatted(main.name(), e.getMessage()));
    }
  }

  private static void check(DraftFile file, Set<String> names) {
    if (!names.add(file.name())) {
      throw unfit("hold %s twice".formatted(file.name()));
    }
    if (!file.name().matches(".+\\.(bpmn|dmn|form)")) {
      throw unfit(
          "hold %s: only .bpmn, .dmn and .form files are taken, leave it out"
              .formatted(file.name()));
    }
    if (file.content().length > LARGEST) {
      throw unfit(
          "hold %s, which is larger than %d MB: split it"
              .formatted(file.name(), LARGEST / 1_000_000));
    }
  }

  private static DraftFile main(List<DraftFile> files) {
    for (SubjectKind kind : SubjectKind.values()) {
      List<DraftFile> those = files.stream().filter(file -> SubjectKind.of(file) == kind).toList();
      if (those.size() > 1) {
        throw unfit(
            "hold several of the kind %s: each is redesigned by itself, with its forms and tables"
                .formatted(kind.word()));
      }
      if (those.size() == 1) {
        return those.get(0);
      }
    }
    throw unfit("hold no process and no table: bring forms with the process that uses them");
  }

  private static String plainName(String path) {
    return path == null
        ? ""
        : path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  private static Refusal unfit(String why) {
    return new Refusal(Reason.INVALID, "files", why);
  }

  String key() {
    return element.getAttribute("id");
  }

  String name() {
    String name = element.getAttribute("name");
    return name.isBlank() ? key() : name;
  }

  String versionTag() {
    return kind.versionTag(element);
  }

  /** The same for the same files, in whatever order they come. */
  byte[] sha256() {
    try {
      MessageDigest all = MessageDigest.getInstance("SHA-256");
      for (DraftFile file : files) {
        all.update(
            MessageDigest.getInstance("SHA-256")
                .digest(file.name().getBytes(StandardCharsets.UTF_8)));
        all.update(MessageDigest.getInstance("SHA-256").digest(file.content()));
      }
      return all.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
