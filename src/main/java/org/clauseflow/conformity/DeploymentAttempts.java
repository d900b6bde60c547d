package org.clauseflow.conformity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The log of who deployed, and who tried to, what, when, and what they were told. */
@Service
public class DeploymentAttempts {

  private static final TypeReference<List<DeploymentAttempt.File>> FILES = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final TransactionTemplate ofItsOwn;

  DeploymentAttempts(
      JdbcClient jdbc, ObjectMapper json, PlatformTransactionManager transactionManager) {
    this.jdbc = jdbc;
    this.json = json;
    this.ofItsOwn = new TransactionTemplate(transactionManager);
    this.ofItsOwn.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** Within the deployment's own transaction: it is there if and only if the deployment is. */
  public void deployed(DeploymentAttempt attempt) {
    insert(attempt);
  }

  /** Whatever becomes of the transaction at work. */
  public void refused(DeploymentAttempt attempt) {
    ofItsOwn.executeWithoutResult(transaction -> insert(attempt));
  }

  private void insert(DeploymentAttempt attempt) {
    try {
      jdbc.sql(
              """
              insert into sms.deployment_attempt (at, person, name, files, outcome, message, deployment_id)
              values (:at, :person, :name, :files::jsonb, :outcome, :message, :deployment)
              """)
          .param("at", Timestamp.from(attempt.at()))
          .param("person", attempt.person())
          .param("name", attempt.name())
          .param("files", json.writeValueAsString(attempt.files()))
          .param("outcome", attempt.outcome())
          .param("message", attempt.message())
          .param("deployment", attempt.deployment())
          .update();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Newest first. */
  public List<DeploymentAttempt> page(int page, int size) {
    return jdbc.sql(
            """
            select at, person, name, files, outcome, message, deployment_id from sms.deployment_attempt
            order by id desc limit :size offset :offset
            """)
        .param("size", size)
        .param("offset", (long) page * size)
        .query(this::read)
        .list();
  }

  public long count() {
    return jdbc.sql("select count(*) from sms.deployment_attempt").query(Long.class).single();
  }

  private DeploymentAttempt read(ResultSet rs, int row) throws SQLException {
    try {
      return new DeploymentAttempt(
          rs.getTimestamp(1).toInstant(),
          rs.getString(2),
          rs.getString(3),
          json.readValue(rs.getString(4), FILES),
          rs.getString(5),
          rs.getString(6),
          rs.getString(7));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The log of deployments holds what is not JSON", e);
    }
  }
}
