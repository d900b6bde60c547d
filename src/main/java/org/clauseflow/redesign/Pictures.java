package org.clauseflow.redesign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RepositoryService;
import org.clauseflow.conformity.DecisionTableView;
import org.clauseflow.conformity.Mark;
import org.clauseflow.conformity.Model;
import org.clauseflow.conformity.ModelDifference.Change;
import org.clauseflow.conformity.ModelPicture;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.redesign.RedesignStore.Redesign;
import org.clauseflow.redesign.RedesignStore.Report;
import org.clauseflow.steps.OnBehalf;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.util.HtmlUtils;

/** The version in force and the draft as pictures, with what differs marked. */
@Service
public class Pictures {

  private static final TypeReference<List<Change>> CHANGES = new TypeReference<>() {};

  /** A process as SVG, or a table as HTML. */
  public record Picture(boolean table, String content) {}

  private final RedesignStore store;
  private final RepositoryService repository;
  private final OnBehalf onBehalf;
  private final ObjectMapper json;

  Pictures(
      RedesignStore store, RepositoryService repository, OnBehalf onBehalf, ObjectMapper json) {
    this.store = store;
    this.repository = repository;
    this.onBehalf = onBehalf;
    this.json = json;
  }

  /** As it was when the draft was compared with it. */
  @Transactional(readOnly = true)
  public Picture was(String number, String person) {
    Redesign redesign = store.find(number);
    if (redesign.base() == null) {
      throw new Refusal(Reason.UNKNOWN, number + " has no former version to show");
    }
    return draw(redesign, onBehalf.of(person, () -> deployed(redesign)));
  }

  @Transactional(readOnly = true)
  public Picture becomes(String number) {
    Redesign redesign = store.find(number);
    if (redesign.revision() == 0) {
      throw new Refusal(Reason.UNKNOWN, number + " has no draft yet");
    }
    return draw(redesign, Draft.of(store.files(number, redesign.revision())).model());
  }

  private Picture draw(Redesign redesign, Model model) {
    Map<String, Mark> marks = marks(redesign.number());
    return redesign.subjectKind() == SubjectKind.PROCESS
        ? new Picture(false, ModelPicture.svg(model, marks))
        : new Picture(true, page(redesign.key(), DecisionTableView.html(model, marks)));
  }

  private static String page(String title, String content) {
    return """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>%s</title>
        <style>body { font: 14px sans-serif } table { border-collapse: collapse }
        th, td { border: 1px solid #999; padding: 4px 8px; text-align: left; vertical-align: top }</style>
        </head><body>
        %s
        </body></html>
        """
        .formatted(HtmlUtils.htmlEscape(title), content);
  }

  private Map<String, Mark> marks(String number) {
    Map<String, Mark> marks = new HashMap<>();
    String difference = store.read(number, Report.DIFFERENCE);
    try {
      if (difference != null) {
        json.readValue(difference, CHANGES)
            .forEach(change -> marks.put(change.id(), change.mark()));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    return marks;
  }

  private Model deployed(Redesign redesign) {
    try (InputStream xml =
        redesign.subjectKind() == SubjectKind.PROCESS
            ? repository.getProcessModel(redesign.base())
            : repository.getDecisionModel(redesign.base())) {
      return Model.read(xml.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Model.Unreadable e) {
      throw new IllegalStateException(redesign.base() + " cannot be read: " + e.getMessage(), e);
    }
  }
}
