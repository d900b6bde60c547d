package org.clauseflow.conformity;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A ZIP that knows the SHA-256 of every file in it. Nothing of a file is kept in memory. */
final class Archive implements AutoCloseable {

  /**
   * @param sha256 in hexadecimal digits
   */
  record File(String name, long bytes, String sha256) {}

  interface Content {
    void write(OutputStream out) throws IOException;
  }

  private final ZipOutputStream zip;
  private final ObjectWriter json;
  private final Instant at;
  private final List<File> files = new ArrayList<>();

  /**
   * @param at the time that all files bear
   */
  Archive(OutputStream out, ObjectMapper json, Instant at) {
    this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    this.json =
        json.writerWithDefaultPrettyPrinter().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    this.at = at;
  }

  void add(String name, Content content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(at.toEpochMilli());
    zip.putNextEntry(entry);
    Counted counted = new Counted(zip);
    DigestOutputStream digested = new DigestOutputStream(counted, sha256());
    content.write(digested);
    digested.flush();
    zip.closeEntry();
    files.add(new File(name, counted.bytes, hex(digested.getMessageDigest().digest())));
  }

  void add(String name, String text) throws IOException {
    add(name, text.getBytes(StandardCharsets.UTF_8));
  }

  void add(String name, byte[] content) throws IOException {
    add(name, out -> out.write(content));
  }

  void addJson(String name, Object value) throws IOException {
    add(name, out -> json.writeValue(out, value));
  }

  /** What is in it so far. */
  List<File> files() {
    return List.copyOf(files);
  }

  /** Ends the ZIP and leaves open what it was written to. */
  @Override
  public void close() throws IOException {
    zip.finish();
    zip.flush();
  }

  static String sha256(String text) {
    return hex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Counted extends OutputStream {
    private final OutputStream out;
    private long bytes;

    Counted(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      bytes++;
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
      out.write(b, off, len);
      bytes += len;
    }
  }
}
