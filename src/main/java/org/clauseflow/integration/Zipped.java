package org.clauseflow.integration;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Files that may be gzip. */
final class Zipped {

  private static final int GZIP = 0x1f;

  private Zipped() {}

  static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    in.mark(1);
    boolean zipped = in.read() == GZIP;
    in.reset();
    return zipped ? new BufferedInputStream(new GZIPInputStream(in)) : in;
  }
}
