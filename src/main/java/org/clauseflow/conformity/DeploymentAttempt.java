package org.clauseflow.conformity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * Somebody tried to put models into operation.
 *
 * @param person null if the application did so itself
 * @param name of the deployment
 * @param outcome deployed, refused or takenIn (as a redesign)
 * @param message what the person was told, null if it was deployed
 * @param deployment the engine's id, null if it was not deployed
 */
public record DeploymentAttempt(
    Instant at,
    String person,
    String name,
    List<File> files,
    String outcome,
    String message,
    String deployment) {

  public record File(String name, String sha256, long bytes) {

    public static File of(String name, byte[] content) {
      try {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
        return new File(name, HexFormat.of().formatHex(hash), content.length);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
