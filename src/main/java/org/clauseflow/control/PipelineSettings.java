package org.clauseflow.control;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The outside pipeline that deploys releases.
 *
 * @param url that it is asked at; without one releases are deployed by hand
 * @param secret that both sign with; without one it is neither asked nor heard
 * @param callbackUrl where this application is reached from outside, such as
 *     https://clauseflow.example
 * @param timeout for one call
 */
@ConfigurationProperties("clauseflow.pipeline")
public record PipelineSettings(
    URI url, String secret, URI callbackUrl, @DefaultValue("20s") Duration timeout) {

  public boolean hasSecret() {
    return secret != null && !secret.isBlank();
  }

  boolean isSet() {
    return url != null && !url.toString().isBlank() && hasSecret();
  }
}
