package org.clauseflow.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Opening;
import org.clauseflow.record.Register;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ClauseflowTest
class MailDeliveryTest {

  @Autowired private MailDelivery withoutServer;
  @Autowired private MailLog log;
  @Autowired private Register register;
  @Autowired private JdbcClient jdbc;
  @Autowired private Clock clock;
  @Autowired private PlatformTransactionManager transactions;

  private GreenMail server;
  private int port;

  @BeforeEach
  void prepare() throws IOException {
    // other tests' mails wait too; these are the only ones to be sent here
    jdbc.sql(
            "update sms.mail set state = 'skipped', reason = 'another test' where state in ('waiting', 'sending')")
        .update();
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop();
    }
  }

  @Test
  void withoutAServerMailsWaitAndNothingFails() {
    long mail = write("rosa.vogel@nordwind.example", "Hello", "text");
    withoutServer.run();
    assertThat(mail(mail)).extracting(Mail::state, Mail::attempts).containsExactly("waiting", 0);
  }

  @Test
  void aMailArrivesAsItWasWritten() throws Exception {
    startServer();
    long mail =
        write(
            "rosa.vogel@nordwind.example",
            "Drucker \u2014 gr\u00fcn",
            "Hello Rosa,\n\n${x} <b> \u2713\n");
    delivery().run();
    delivery().run();
    assertThat(mail(mail)).extracting(Mail::state, Mail::reason).containsExactly("sent", null);
    assertThat(mail(mail).sentAt()).isNotNull();
    MimeMessage[] received = server.getReceivedMessages();
    assertThat(received).hasSize(1);
    String number = mail(mail).record();
    assertThat(received[0].getSubject()).isEqualTo("[" + number + "] Drucker \u2014 gr\u00fcn");
    assertThat(received[0].getReplyTo()[0]).hasToString("service@fjord.example");
    assertThat(received[0].getContent().toString().replace("\r\n", "\n"))
        .startsWith("Hello Rosa,\n\n${x} <b> \u2713");
    assertThat(received[0].getContentType()).startsWith("text/plain");
    assertThat(received[0].getFrom()[0]).hasToString("desk@fjord.example");
    assertThat(received[0].getMessageID())
        .startsWith("<" + number + "." + mail + ".")
        .endsWith("@fjord.example>");
    assertThat(received[0].getHeader("References"))
        .containsExactly("<" + number + "@fjord.example>");
    assertThat(received[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(received[0].getHeader(MailIds.LOOP)).isNotEmpty();
  }

  @Test
  void theMailsOfARecordAreOneThread() throws Exception {
    startServer();
    long first = write("rosa.vogel@nordwind.example", "x received", "text");
    String number = mail(first).record();
    delivery().run();
    long second = write(number, "rosa.vogel@nordwind.example", number + " is resolved: x", "text");
    delivery().run();
    MimeMessage[] received = server.getReceivedMessages();
    String before = received[0].getMessageID();
    assertThat(received[1].getSubject()).isEqualTo("[" + number + "] is resolved: x");
    assertThat(received[1].getHeader("In-Reply-To")).containsExactly(before);
    assertThat(received[1].getHeader("References")[0].split("\\s+"))
        .containsExactly("<" + number + "@fjord.example>", before);

    MailIds ids = new MailIds(new MailSettings("Desk <desk@fjord.example>", null));
    assertThat(ids.sent("Re: " + received[1].getMessageID()))
        .hasValueSatisfying(
            sent -> {
              assertThat(sent.record()).isEqualTo(number);
              assertThat(sent.id()).isEqualTo(second);
            });
    assertThat(ids.record("<" + number + "@fjord.example>")).hasValue(number);
    assertThat(ids.record("<" + number + ".1.1@elsewhere.example>")).isEmpty();
    assertThat(ids.isOurs("DESK@fjord.example")).isTrue();
  }

  @Test
  void nothingWrittenByPeopleBecomesAHeader() throws Exception {
    startServer();
    write("rosa.vogel@nordwind.example", "Hello\r\nBcc: evil@example.org\nX-Evil: yes", "text");
    long bad = write("rosa.vogel@nordwind.example\r\nBcc: evil@example.org", "Hello", "text");
    long two = write("rosa.vogel@nordwind.example, evil@example.org", "Hello", "text");
    delivery().run();
    MimeMessage[] received = server.getReceivedMessages();
    assertThat(received).hasSize(1);
    assertThat(received[0].getSubject()).endsWith("] Hello Bcc: evil@example.org X-Evil: yes");
    assertThat(received[0].getHeader("Bcc")).isNull();
    assertThat(received[0].getHeader("X-Evil")).isNull();
    assertThat(received[0].getAllRecipients()).hasSize(1);
    assertThat(mail(bad).state()).isEqualTo("failed");
    assertThat(mail(two).state()).isEqualTo("failed");
    assertThat(mail(bad).reason()).startsWith("This cannot be made a mail");
  }

  @Test
  void whenTheServerIsDownTheMailIsSentWhenItIsBack() {
    Instant start = clock.instant();
    at(start);
    long first = write("rosa.vogel@nordwind.example", "First", "text");
    long second = write("tina.albers@hafenklinik.example", "Second", "text");
    delivery().run();
    assertThat(mail(first)).extracting(Mail::state, Mail::attempts).containsExactly("waiting", 1);
    assertThat(mail(first).reason()).contains("Couldn't connect to host");
    assertThat(mail(first).nextAttempt()).isEqualTo(start.plusSeconds(60));
    // what cannot be reached is not tried again for every mail
    assertThat(mail(second).attempts()).isZero();

    for (int wait : new int[] {1, 5, 15, 60, 60}) {
      Instant next = mail(first).nextAttempt();
      assertThat(next).isEqualTo(clock.instant().plusSeconds(60L * wait));
      at(next);
      jdbc.sql("update sms.mail set next_attempt = :later where id = :id")
          .param("later", Timestamp.from(next.plusSeconds(86400)))
          .param("id", second)
          .update();
      delivery().run();
    }
    assertThat(mail(first).attempts()).isEqualTo(6);

    startServer();
    at(start.plusSeconds(3 * 86400));
    delivery().run();
    assertThat(mail(first).state()).isEqualTo("sent");
    assertThat(mail(second).state()).isEqualTo("sent");
    assertThat(server.getReceivedMessages()).hasSize(2);
  }

  @Test
  void anInterruptedMailIsNotSentAgainByItself() {
    startServer();
    long mail = write("rosa.vogel@nordwind.example", "Perhaps", "text");
    Instant start = clock.instant();
    jdbc.sql(
            "update sms.mail set state = 'sending', attempts = 1, sending_since = :now where id = :id")
        .param("now", Timestamp.from(start))
        .param("id", mail)
        .update();
    at(start.plusSeconds(9 * 60));
    delivery().run();
    assertThat(mail(mail).state()).isEqualTo("sending");
    at(start.plusSeconds(11 * 60));
    delivery().run();
    delivery().run();
    assertThat(mail(mail).state()).isEqualTo("uncertain");
    assertThat(mail(mail).reason()).contains("interrupted");
    assertThat(server.getReceivedMessages()).isEmpty();

    assertThat(log.resend(mail, "marta")).isTrue();
    assertThat(log.resend(mail, "marta")).as("it waits already").isFalse();
    delivery().run();
    assertThat(mail(mail).state()).isEqualTo("sent");
    assertThat(server.getReceivedMessages()).hasSize(1);
    assertThat(register.journal(mail(mail).record()))
        .anySatisfy(
            entry -> {
              assertThat(entry.actor()).isEqualTo("marta");
              assertThat(entry.note()).isEqualTo("incident-received: once more to rosa");
            });
  }

  @Test
  void whatTheServerAnswersDecides() throws IOException {
    assertThat(afterAnswer("550 5.1.1 no such user")).extracting(Mail::state).isEqualTo("failed");
    assertThat(afterAnswer("550 5.1.1 no such user").reason()).contains("no such user");
    assertThat(afterAnswer("451 4.3.0 come back later"))
        .extracting(Mail::state)
        .isEqualTo("waiting");
    assertThat(afterAnswer("530 5.7.0 log in first")).extracting(Mail::state).isEqualTo("waiting");
    // it hangs up before it has the text, and after: then nobody knows what it did with it
    assertThat(afterAnswer("")).extracting(Mail::state).isEqualTo("waiting");
    assertThat(afterAnswer("250 ok")).extracting(Mail::state).isEqualTo("uncertain");
  }

  /**
   * A server that answers this to the recipient, and hangs up instead of giving an empty answer or
   * taking the text.
   */
  private Mail afterAnswer(String toRecipient) throws IOException {
    long mail = write("rosa.vogel@nordwind.example", "Hello", "text");
    try (ServerSocket listening = new ServerSocket(0)) {
      Thread thread =
          new Thread(
              () -> {
                try (Socket socket = listening.accept();
                    var in =
                        new java.io.BufferedReader(
                            new java.io.InputStreamReader(
                                socket.getInputStream(), StandardCharsets.US_ASCII));
                    var out =
                        new java.io.PrintWriter(
                            socket.getOutputStream(), false, StandardCharsets.US_ASCII)) {
                  out.print("220 here\r\n");
                  out.flush();
                  for (String line = in.readLine(); line != null; line = in.readLine()) {
                    String answer =
                        line.startsWith("RCPT")
                            ? toRecipient
                            : line.equals("DATA") ? "354 go on" : "250 ok";
                    if (answer.isEmpty() || line.equals(".")) {
                      return;
                    }
                    if (line.matches("(EHLO|MAIL|RCPT|DATA|RSET|QUIT).*")) {
                      out.print(answer + "\r\n");
                    }
                    out.flush();
                  }
                } catch (IOException e) {
                  // the client went away
                }
              });
      thread.start();
      port = listening.getLocalPort();
      delivery().run();
      return mail(mail);
    }
  }

  private void startServer() {
    server = new GreenMail(new ServerSetup(port, "127.0.0.1", "smtp"));
    server.start();
  }

  private MailDelivery delivery() {
    JavaMailSenderImpl sender = new JavaMailSenderImpl();
    sender.setHost("127.0.0.1");
    sender.setPort(port);
    sender.getJavaMailProperties().put("mail.smtp.timeout", "5000");
    MailSettings settings = new MailSettings("desk@fjord.example", "service@fjord.example");
    return new MailDelivery(Optional.of(sender), settings, new MailIds(settings), jdbc, clock);
  }

  private static void at(Instant instant) {
    ClockUtil.setCurrentTime(Date.from(instant));
  }

  private Mail mail(long id) {
    return log.find(id).orElseThrow();
  }

  private long write(String address, String subject, String body) {
    String number =
        new TransactionTemplate(transactions)
            .execute(
                status -> {
                  String n = register.nextNumber("incident");
                  register.open(
                      new Opening(n, "incident", "incident-management", 1, "none"),
                      Entry.of(
                          "anna",
                          "opened",
                          null,
                          java.util.Map.of("title", "Mail test", "status", "reported")));
                  return n;
                });
    return write(number, address, subject, body);
  }

  private long write(String number, String address, String subject, String body) {
    return jdbc.sql(
            """
            insert into sms.mail (step_key, record_number, template, recipient, addressed_as, address, subject, body, state,
                                  created_at, next_attempt)
            values (:key, :number, 'incident-received', 'rosa', 'reporter', :address, :subject, :body, 'waiting', :at, :at)
            returning id
            """)
        .param("key", UUID.randomUUID().toString())
        .param("number", number)
        .param("address", address)
        .param("subject", subject)
        .param("body", body)
        .param("at", Timestamp.from(clock.instant()))
        .query(Long.class)
        .single();
  }
}
