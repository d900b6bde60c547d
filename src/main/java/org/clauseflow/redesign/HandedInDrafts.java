package org.clauseflow.redesign;

import java.util.List;
import java.util.Objects;
import org.clauseflow.engine.ModelHandedIn;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What people deploy where redesigns are governed comes in as a draft. */
@Component
class HandedInDrafts {

  private static final int LONGEST_TITLE = 200;

  private final Redesigns redesigns;

  HandedInDrafts(Redesigns redesigns) {
    this.redesigns = redesigns;
  }

  @EventListener
  void takeIn(ModelHandedIn deployment) {
    List<DraftFile> files =
        deployment.files().entrySet().stream()
            .map(file -> new DraftFile(file.getKey(), file.getValue()))
            .toList();
    Draft draft = Draft.of(files);
    String title = "%s %s".formatted(draft.name(), draft.versionTag()).strip();
    String description =
        "Deployed from the Modeler as \"%s\""
            .formatted(Objects.requireNonNullElse(deployment.name(), draft.key()));
    deployment.takenIn(
        redesigns
            .handIn(
                new Redesigns.HandedIn(null, cut(title), description, files, "modeler"),
                deployment.person())
            .number());
  }

  private static String cut(String title) {
    return title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE);
  }
}
