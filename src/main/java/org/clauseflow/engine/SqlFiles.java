package org.clauseflow.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Queries that forms are filled from: one a file, named by it. */
class SqlFiles {

  private SqlFiles() {}

  /** All files of a folder of the classpath, by name without ending. */
  static Map<String, String> of(String folder) {
    Map<String, String> queries = new TreeMap<>();
    try {
      for (Resource file :
          new PathMatchingResourcePatternResolver()
              .getResources("classpath*:" + folder + "/*.sql")) {
        String name = file.getFilename();
        queries.put(
            name.substring(0, name.lastIndexOf('.')),
            file.getContentAsString(StandardCharsets.UTF_8).strip());
      }
      return Map.copyOf(queries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
