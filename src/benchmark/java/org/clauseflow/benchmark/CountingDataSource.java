package org.clauseflow.benchmark;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import javax.sql.DataSource;

/** A data source that tells a tally what goes to the database. */
final class CountingDataSource implements InvocationHandler {

  private final DataSource source;
  private final SqlTally tally;

  private CountingDataSource(DataSource source, SqlTally tally) {
    this.source = source;
    this.tally = tally;
  }

  static DataSource around(DataSource source, SqlTally tally) {
    return proxy(DataSource.class, new CountingDataSource(source, tally));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
    Object result = call(source, method, args);
    return method.getName().equals("getConnection") && tally.counts()
        ? proxy(Connection.class, new CountingConnection((Connection) result))
        : result;
  }

  private final class CountingConnection implements InvocationHandler {

    private final Connection connection;

    CountingConnection(Connection connection) {
      this.connection = connection;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
      Object result = call(connection, method, args);
      switch (method.getName()) {
        case "commit":
          tally.commit();
          return result;
        case "createStatement":
          return proxy(Statement.class, new CountingStatement(connection, result, null));
        case "prepareStatement":
          return proxy(
              PreparedStatement.class, new CountingStatement(connection, result, (String) args[0]));
        case "prepareCall":
          return proxy(
              CallableStatement.class, new CountingStatement(connection, result, (String) args[0]));
        default:
          return result;
      }
    }
  }

  private final class CountingStatement implements InvocationHandler {

    private final Connection connection;
    private final Object statement;
    private final String sql;
    private int batch;

    CountingStatement(Connection connection, Object statement, String sql) {
      this.connection = connection;
      this.statement = statement;
      this.sql = sql;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
      String name = method.getName();
      if (name.equals("addBatch")) {
        batch++;
      } else if (name.startsWith("execute")) {
        boolean ownTransaction = connection.getAutoCommit();
        boolean batched = name.equals("executeBatch") || name.equals("executeLargeBatch");
        String text = args == null || args.length == 0 ? sql : (String) args[0];
        tally.executed(text, batched ? batch : 1, ownTransaction);
        batch = 0;
      }
      return call(statement, method, args);
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object target, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
