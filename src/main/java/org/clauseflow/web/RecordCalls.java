package org.clauseflow.web;

import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;

/**
 * Calls that open or change records of one kind: each is carried out once, for those who may see
 * the record, and answered with what has become of it.
 */
class RecordCalls<T> {

  private final RecordSearch.View<T> view;
  private final String path;
  private final RecordSearch search;
  private final Idempotency idempotency;

  /**
   * @param path of the records, such as /api/incidents
   */
  RecordCalls(
      RecordSearch.View<T> view, String path, RecordSearch search, Idempotency idempotency) {
    this.view = view;
    this.path = path;
    this.search = search;
    this.idempotency = idempotency;
  }

  ResponseEntity<T> open(
      String call, String key, Object body, Authentication me, Supplier<String> work) {
    return once(key, me, List.of(call, body), () -> created(work.get(), me));
  }

  /**
   * @param work gives the number of the record that is open then: a new one if it is another
   */
  ResponseEntity<T> follow(
      String call,
      String number,
      String key,
      Object body,
      Authentication me,
      Supplier<String> work) {
    return once(
        key,
        me,
        List.of(call, number, body),
        () -> {
          search.find(view, number, me);
          String open = work.get();
          return open.equals(number)
              ? ResponseEntity.ok(search.find(view, number, me))
              : created(open, me);
        });
  }

  ResponseEntity<T> change(
      String call, String number, String key, Object body, Authentication me, Runnable work) {
    return follow(
        call,
        number,
        key,
        body,
        me,
        () -> {
          work.run();
          return number;
        });
  }

  private ResponseEntity<T> once(
      String key, Authentication me, List<?> call, Supplier<ResponseEntity<T>> work) {
    return idempotency.once(key, me.getName(), call, view.shape(), work);
  }

  private ResponseEntity<T> created(String number, Authentication me) {
    return ResponseEntity.created(URI.create(path + "/" + number))
        .body(search.find(view, number, me));
  }
}
