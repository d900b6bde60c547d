package org.clauseflow.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.springframework.stereotype.Component;

/** The outside pipeline: asked by a webhook. */
@Component
class Pipeline {

  private final PipelineSettings settings;
  private final PipelineSignature signature;
  private final HttpClient http;

  Pipeline(PipelineSettings settings, PipelineSignature signature) {
    this.settings = settings;
    this.signature = signature;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(settings.timeout())
            // what is signed for one address is for no other
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * Asks it; whatever is not taken with a 2xx fails.
   *
   * @param key that a repetition carries, too
   */
  void ask(String key, byte[] body) {
    String timestamp = signature.now();
    HttpRequest request =
        HttpRequest.newBuilder(settings.url())
            .timeout(settings.timeout())
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .header(PipelineSignature.TIMESTAMP, timestamp)
            .header(PipelineSignature.SIGNATURE, signature.of(timestamp, body))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<Void> answer = http.send(request, BodyHandlers.discarding());
      if (answer.statusCode() / 100 != 2) {
        throw new IOException("it answers " + answer.statusCode());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The pipeline at %s does not take the deployment: %s"
              .formatted(settings.url(), e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Stopped while the pipeline was asked", e);
    }
  }
}
