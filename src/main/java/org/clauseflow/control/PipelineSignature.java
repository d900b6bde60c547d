package org.clauseflow.control;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Signs what goes to the pipeline and checks what comes from it: HMAC-SHA256 with the shared secret
 * over the timestamp, a full stop and the body. Without the timestamp in it, what was overheard
 * could be sent again for ever.
 */
@Component
public class PipelineSignature {

  /** Seconds since 1970. */
  public static final String TIMESTAMP = "X-Clauseflow-Timestamp";

  /** {@code sha256=} and hexadecimal digits. */
  public static final String SIGNATURE = "X-Clauseflow-Signature";

  private static final String ALGORITHM = "HmacSHA256";
  private static final String SCHEME = "sha256=";
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final PipelineSettings settings;
  private final Clock clock;

  PipelineSignature(PipelineSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  String now() {
    return String.valueOf(clock.instant().getEpochSecond());
  }

  public String of(String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(settings.secret().getBytes(StandardCharsets.UTF_8), ALGORITHM));
      mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return SCHEME + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is wrong with a signature, null if nothing is. */
  public String fault(String timestamp, String signature, byte[] body) {
    if (timestamp == null || signature == null) {
      return "is not signed: send " + TIMESTAMP + " and " + SIGNATURE;
    }
    // takes as long for a guess that is nearly right as for any other
    if (!MessageDigest.isEqual(
        of(timestamp, body).getBytes(StandardCharsets.UTF_8),
        signature.getBytes(StandardCharsets.UTF_8))) {
      return "is not signed with the secret that is set here";
    }
    return isStale(timestamp)
        ? "was signed more than " + TOLERANCE.toMinutes() + " minutes ago, or in the future"
        : null;
  }

  private boolean isStale(String timestamp) {
    try {
      Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
      return Duration.between(at, clock.instant()).abs().compareTo(TOLERANCE) > 0;
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      return true;
    }
  }
}
