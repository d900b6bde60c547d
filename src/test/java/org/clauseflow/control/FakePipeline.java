package org.clauseflow.control;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listens where the pipeline is set to be, keeps what it is asked, and answers as it is told. */
class FakePipeline implements AutoCloseable {

  record Asked(String key, String timestamp, String signature, byte[] body) {}

  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Deque<Integer> answers = new ArrayDeque<>();

  FakePipeline(URI url) throws IOException {
    server = HttpServer.create(new InetSocketAddress("localhost", url.getPort()), 0);
    server.createContext(
        url.getPath(),
        exchange -> {
          asked.add(
              new Asked(
                  exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                  exchange.getRequestHeaders().getFirst(PipelineSignature.TIMESTAMP),
                  exchange.getRequestHeaders().getFirst(PipelineSignature.SIGNATURE),
                  exchange.getRequestBody().readAllBytes()));
          Integer status = answers.poll();
          exchange.sendResponseHeaders(status == null ? 202 : status, -1);
          exchange.close();
        });
    server.start();
  }

  /** The next calls are answered so, all others with 202. */
  void answers(Integer... statuses) {
    answers.addAll(List.of(statuses));
  }

  List<Asked> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
