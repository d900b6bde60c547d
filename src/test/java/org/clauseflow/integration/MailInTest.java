package org.clauseflow.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.integration.MailInSettings.Security;
import org.clauseflow.notification.MailIds;
import org.clauseflow.record.Attachment;
import org.clauseflow.record.Attachments;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Link;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.resolution.Incidents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.util.unit.DataSize;

/** Mails arrive in a real mailbox, and the records say what became of them. */
@ClauseflowTest
class MailInTest {

  private static final String DESK = "service@fjord.example";
  private static final String ROSA = "rosa.vogel@nordwind.example";
  private static final String STEFAN = "stefan.brandt@nordwind.example";
  private static final String TINA = "tina.albers@hafenklinik.example";

  private record Row(String state, String reason, String record, String person, String text) {}

  @Autowired private MailReader reader;
  @Autowired private MailIntake intake;
  @Autowired private MailInSettings settings;
  @Autowired private MailIds ids;
  @Autowired private Incidents incidents;
  @Autowired private Register register;
  @Autowired private Attachments attachments;
  @Autowired private TaskService tasks;
  @Autowired private ManagementService management;
  @Autowired private MockMvc http;
  @Autowired private ObjectMapper json;
  @Autowired private JdbcClient jdbc;
  @Autowired private Clock clock;

  private GreenMail server;
  private GreenMailUser desk;

  @BeforeEach
  void start() {
    // the mails of other tests are no loop
    jdbc.sql("update sms.mail_in set received_at = received_at - interval '1 day'").update();
    serve(0);
  }

  private void serve(int port) {
    ServerSetup imap = new ServerSetup(port, "127.0.0.1", "imap");
    imap.setServerStartupTimeout(5000);
    server = new GreenMail(imap);
    server.start();
    desk = server.setUser(DESK, "mailbox", "a-password-of-the-tests");
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void aNewMailOpensAnIncident() throws Exception {
    String id =
        arrives(
            ROSA,
            "AW: Printer on fire",
            "Importance: high\n",
            "It smokes since noon.\n\n-- \nRosa Vogel\nNordwind Energy\n");
    read();
    ServiceRecord incident = opened(id);
    assertThat(incident)
        .extracting(
            ServiceRecord::title,
            ServiceRecord::reporter,
            ServiceRecord::customer,
            ServiceRecord::service,
            ServiceRecord::source,
            ServiceRecord::status)
        .containsExactly("Printer on fire", "rosa", "nordwind", "workplace", "mail", "reported");
    assertThat(incident.data())
        .containsEntry("description", "It smokes since noon.")
        .containsEntry("impact", "medium")
        .containsEntry("urgency", "high");
    assertThat(register.journal(incident.number()).get(0).actor()).isEqualTo("rosa");
    assertThat(mailsTo(ROSA, incident.number())).containsExactly("incident-received");
    assertThat(body(incident.number())).contains("answer this mail and leave " + incident.number());
    assertThat(unread()).isZero();

    long before = count();
    read();
    assertThat(count()).isEqualTo(before);
  }

  @Test
  void anAnswerFindsItsRecordByWhatItAnswers() throws Exception {
    String number = reported("rosa");
    arrives(
        ROSA,
        "a subject of my own",
        "In-Reply-To: " + ourMail(number) + "\nReferences: <x@y> " + ourMail(number) + "\n",
        """
        It is the big one.

        On Mon, 23 Nov 2026, Fjord wrote:
        > We have received your report.
        """);
    read();
    assertThat(comments(number)).containsExactly(tuple("rosa", "It is the big one."));
    arrives(ROSA, "again", "References: <" + number + "@fjord.example>\n", "And it is loud.");
    read();
    assertThat(comments(number))
        .containsExactly(tuple("rosa", "It is the big one."), tuple("rosa", "And it is loud."));
  }

  @Test
  void theNumberInTheSubjectIsEnough() throws Exception {
    String number = reported("rosa");
    String id = arrives(ROSA, "Re: [" + number + "] received: Printer", "", "On floor 3");
    read();
    assertThat(row(id)).extracting(Row::state, Row::record).containsExactly("joined", number);
    assertThat(comments(number)).containsExactly(tuple("rosa", "On floor 3"));
  }

  @Test
  void theAnswerThatAnIncidentWaitsForLetsItGoOn() throws Exception {
    String number = reported("rosa");
    classify(number);
    tasks.claim(task(number, "userTask_diagnose").getId(), "elif");
    complete(
        number,
        "userTask_diagnose",
        Map.of("diagnosis", "askCustomer", "question", "Which printer is it?"));
    arrives("anna.berg@fjord.example", number, "", "I have called them");
    read();
    assertThat(status(number)).as("what staff say is no answer").isEqualTo("waiting for customer");
    arrives(ROSA, "Re: " + number, "", "The one on floor 3\n\n> Which printer is it?");
    read();
    assertThat(status(number)).isEqualTo("in progress");
    assertThat(comments(number))
        .containsExactly(tuple("anna", "I have called them"), tuple("rosa", "The one on floor 3"));
    assertThat(mailsTo("elif.kaya@fjord.example", number)).contains("comment-received");
  }

  @Test
  void anAnswerToAResolutionIsForPeopleToRead() throws Exception {
    String number = reported("rosa");
    resolve(number);
    Date closesAt = silenceCloses(number);
    ClockUtil.setCurrentTime(Date.from(clock.instant().plus(Duration.ofDays(4))));
    arrives(ROSA, "Re: " + number, "", "No, it still smokes");
    read();
    assertThat(status(number)).isEqualTo("resolved");
    assertThat(comments(number)).containsExactly(tuple("rosa", "No, it still smokes"));
    assertThat(mailsTo("anna.berg@fjord.example", number)).contains("comment-received");
    assertThat(silenceCloses(number))
        .as("she was not silent")
        .isAfterOrEqualTo(Date.from(closesAt.toInstant().plus(Duration.ofDays(3))));
    complete(
        number, "userTask_confirmResolution", Map.of("confirmed", "no", "comment", "It smokes"));
    assertThat(status(number)).isEqualTo("in progress");
  }

  @Test
  void anAnswerToAClosedIncidentOpensOneThatFollows() throws Exception {
    String number = reported("rosa");
    resolve(number);
    incidents.confirm(number, true, null, "rosa");
    String id = arrives(STEFAN, "Re: [" + number + "] is closed", "", "It burns again");
    read();
    String follower = row(id).record();
    assertThat(row(id)).extracting(Row::state, Row::person).containsExactly("opened", "stefan");
    assertThat(follower).isNotEqualTo(number);
    assertThat(register.find(follower).orElseThrow())
        .extracting(ServiceRecord::title, ServiceRecord::reporter, ServiceRecord::source)
        .containsExactly("Printer", "rosa", "mail");
    assertThat(register.links(follower))
        .extracting(Link::from, Link::kind, Link::to)
        .containsExactly(tuple(follower, "follows", number));
    assertThat(status(number)).isEqualTo("closed");
    assertThat(comments(number)).isEmpty();
  }

  @Test
  void aColleagueOfTheSameCustomerTakesPart() throws Exception {
    String number = reported("rosa");
    arrives("Stefan.Brandt@NORDWIND.example", number, "", "I have it, too");
    arrives("it@nordwind.example", number, "", "We all have it");
    read();
    assertThat(comments(number))
        .containsExactly(tuple("stefan", "I have it, too"), tuple("nordwind", "We all have it"));
  }

  @Test
  void aStrangersMailOpensNothingAndIsAnsweredOnce() throws Exception {
    String stranger = UUID.randomUUID() + "@example.org";
    long before = count();
    String id = arrives("Rosa Vogel <" + stranger + ">", "Hello", "", "Let me in");
    arrives(stranger, "Hello again", "", "Please");
    arrives("list-" + stranger, "News", "List-Id: <news.example.org>\n", "News");
    read();
    assertThat(count()).isEqualTo(before);
    assertThat(row(id))
        .extracting(Row::state, Row::reason, Row::text)
        .containsExactly("kept", "Nobody has this address", "Let me in");
    assertThat(answersTo(stranger)).containsExactly("sender-unknown");
    assertThat(answersTo("list-" + stranger)).isEmpty();
    assertThat(inReplyTo(stranger)).isEqualTo(id);
  }

  @Test
  void whoHasNoPartInARecordChangesNothingOfItAndLearnsNothing() throws Exception {
    String number = reported("rosa");
    int entries = register.journal(number).size();
    String stranger = UUID.randomUUID() + "@example.org";
    String known = arrives(TINA, "Re: " + number, "", "Close it", "evil.exe");
    String guess = arrives(TINA, "Re: INC-2026-999999", "", "Close it");
    String outside = arrives(stranger, "x", "References: " + ourMail(number) + "\n", "Close it");
    read();
    assertThat(register.journal(number)).hasSize(entries);
    assertThat(attachments.of(number)).isEmpty();
    for (String id : List.of(known, guess)) {
      assertThat(row(id)).extracting(Row::state, Row::record).containsExactly("kept", null);
      assertThat(row(id).reason()).endsWith("or its sender has no part in it");
    }
    assertThat(row(outside).state()).isEqualTo("kept");
    List<String> bodies =
        jdbc.sql("select body from sms.mail where in_reply_to in (:ids) order by id")
            .param("ids", List.of(known, guess))
            .query(String.class)
            .list();
    assertThat(bodies).hasSize(2);
    assertThat(bodies.get(0).replace(number, "N"))
        .as("the same whether there is such a record or not")
        .isEqualTo(bodies.get(1).replace("INC-2026-999999", "N"));
    assertThat(answersTo(stranger)).containsExactly("sender-unknown");
  }

  @Test
  void aConfidentialRecordIsForItsReporterAndTheFew() throws Exception {
    String number = reported("rosa");
    complete(
        number,
        "userTask_classify",
        Map.of(
            "classification", "proceed",
            "category", "security",
            "impact", "low",
            "urgency", "low",
            "securityRisk", "high",
            "service", "mail"));
    assertThat(register.find(number).orElseThrow().confidential()).isTrue();
    arrives(STEFAN, number, "", "I want to know, too");
    arrives("anna.berg@fjord.example", number, "", "Me, too");
    String id = arrives(ROSA, number + " and my secret", "", "It was me");
    arrives("ines.costa@fjord.example", number, "", "We look at it");
    read();
    assertThat(comments(number))
        .containsExactly(tuple("rosa", "It was me"), tuple("ines", "We look at it"));
    assertThat(listed("anna", id).path("subject").isNull()).isTrue();
    assertThat(listed("olga", id).path("subject").asText()).contains("my secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Auto-Submitted: auto-replied",
        "X-Autoreply: yes",
        "Precedence: bulk",
        "Precedence: LIST",
        "Return-Path: <>",
        "Content-Type: multipart/report; boundary=x",
        "X-Clauseflow: 1"
      })
  void whatNobodyWroteIsIgnored(String header) throws Exception {
    long before = count();
    String number = reported("rosa");
    String id = arrives(ROSA, "Re: " + number, header + "\n", "I am away");
    String unknown = UUID.randomUUID() + "@example.org";
    arrives(unknown, "Away", header + "\n", "I am away");
    read();
    assertThat(row(id).state()).isEqualTo("ignored");
    assertThat(row(id).reason()).isNotBlank();
    assertThat(comments(number)).isEmpty();
    assertThat(answersTo(unknown)).isEmpty();
    assertThat(count()).isEqualTo(before + 1);
  }

  @Test
  void anAutomaticAnswerBySubjectAndAMailServersAreIgnored() throws Exception {
    String away = arrives(ROSA, "Automatic reply: [INC-2026-000001] received", "", "Away");
    String daemon = arrives("MAILER-DAEMON@nordwind.example", "Failure", "", "Sorry");
    String submitted = arrives(ROSA, "By hand", "Auto-Submitted: no\n", "I wrote it");
    read();
    assertThat(row(away).state()).isEqualTo("ignored");
    assertThat(row(daemon).state()).isEqualTo("ignored");
    assertThat(row(submitted).state()).isEqualTo("opened");
  }

  @Test
  void ourOwnMailsComingBackAreIgnored() throws Exception {
    String number = reported("rosa");
    String ours = ourMail(number);
    desk.deliver(
        message("From: " + ROSA + "\nSubject: " + number + "\nMessage-ID: " + ours + "\n\nx"));
    String self = arrives(DESK, "Re: " + number, "", "x");
    String sender = arrives("Clauseflow <CLAUSEFLOW@fjord.example>", "Re: " + number, "", "x");
    read();
    for (String id : List.of(ours, self, sender)) {
      assertThat(row(id))
          .extracting(Row::state, Row::reason)
          .containsExactly("ignored", "It is a mail of our own that came back");
    }
    assertThat(comments(number)).isEmpty();
  }

  @Test
  void aLoopEndsByItself() throws Exception {
    String number = reported("vera");
    List<String> mails = new ArrayList<>();
    for (int i = 0; i < settings.mailsPerHour() + 3; i++) {
      mails.add(arrives("vera.lang@citylibrary.example", "Re: " + number, "", "ping " + i));
    }
    read();
    assertThat(comments(number)).hasSize(settings.mailsPerHour());
    assertThat(row(mails.get(mails.size() - 1)))
        .satisfies(
            row -> {
              assertThat(row.state()).isEqualTo("ignored");
              assertThat(row.reason()).startsWith("More than 20 mails of this sender");
            });
  }

  @Test
  void aMailServersReportMarksTheMailThatItGivesBack() throws Exception {
    String number = reported("rosa");
    long mail = mail(number);
    jdbc.sql("update sms.mail set state = 'sent' where id = :id").param("id", mail).update();
    String report =
        """
        From: MAILER-DAEMON@nordwind.example
        Return-Path: <>
        Subject: Undelivered Mail Returned to Sender
        Message-ID: %s
        Content-Type: multipart/report; report-type=delivery-status; boundary=b

        --b
        Content-Type: message/delivery-status

        Final-Recipient: rfc822; rosa.vogel@nordwind.example
        Action: %s
        Status: 5.1.1

        --b
        Content-Type: text/rfc822-headers

        Message-ID: %s
        --b--
        """;
    desk.deliver(message(report.formatted(newId(), "delayed", ourMail(number))));
    read();
    assertThat(state(mail)).isEqualTo("sent");
    String id = newId();
    desk.deliver(message(report.formatted(id, "failed", ourMail(number))));
    desk.deliver(message(report.formatted(newId(), "failed", ourMail(number).replace(".1", ".2"))));
    read();
    assertThat(state(mail)).isEqualTo("failed");
    assertThat(row(id))
        .extracting(Row::state, Row::reason)
        .containsExactly("ignored", "Mail " + mail + " came back to us");
  }

  @Test
  void aMailDeliveredTwiceIsTakenOnce() throws Exception {
    String number = reported("rosa");
    String id = newId();
    String mail = "From: %s\nSubject: %s\nMessage-ID: %s\n\nOnce".formatted(ROSA, number, id);
    desk.deliver(message(mail));
    desk.deliver(message(mail));
    read();
    desk.deliver(message(mail));
    read();
    assertThat(comments(number)).containsExactly(tuple("rosa", "Once"));

    // the application dies between the commit and the mark
    for (var stored : server.getManagers().getImapHostManager().getInbox(desk).getMessages()) {
      stored.setFlag(Flags.Flag.SEEN, false);
    }
    read();
    assertThat(comments(number)).hasSize(1);

    // somebody else's mail cannot take its place
    desk.deliver(message(mail.replace(ROSA, STEFAN)));
    read();
    assertThat(comments(number)).hasSize(2);
  }

  @Test
  void twoNodesReadingAtTheSameMomentTakeAMailOnce() throws Exception {
    String number = reported("rosa");
    for (int i = 0; i < 5; i++) {
      arrives(ROSA, number, "", "mail " + i);
    }
    Thread[] nodes = new Thread[3];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = new Thread(() -> mailbox(settings(server.getImap().getPort())).read());
      nodes[i].start();
    }
    for (Thread node : nodes) {
      node.join();
    }
    read();
    assertThat(comments(number)).hasSize(5);
    assertThat(register.verify(number)).isEmpty();
  }

  @Test
  void attachmentsAreKeptAndHandedOutToThoseWhoMaySeeTheRecord() throws Exception {
    String id =
        arrives(ROSA, "With files", "", "See the files", "fire.png", "../../evil\u202Egnp.html");
    read();
    String number = opened(id).number();
    List<Attachment> files = attachments.of(number);
    assertThat(files)
        .extracting(Attachment::name, Attachment::type, Attachment::by)
        .containsExactly(
            tuple("fire.png", "image/png", "rosa"), tuple("_.._evilgnp.html", "text/html", "rosa"));
    assertThat(register.journal(number))
        .filteredOn(entry -> entry.kind().equals("attached"))
        .extracting(JournalEntry::note)
        .anySatisfy(note -> assertThat(note).contains("fire.png", files.get(0).sha256()));

    String path = "/api/records/" + number + "/attachments";
    assertThat(fetch("rosa", path).getContentAsString()).contains("fire.png");
    MockHttpServletResponse picture = fetch("stefan", path + "/" + files.get(0).id());
    assertThat(picture.getContentAsString()).isEqualTo("content of fire.png");
    assertThat(picture.getContentType()).isEqualTo("image/png");
    MockHttpServletResponse page = fetch("anna", path + "/" + files.get(1).id());
    assertThat(page.getContentType()).isEqualTo("application/octet-stream");
    assertThat(page.getHeader("Content-Disposition")).startsWith("attachment; filename");
    assertThat(page.getHeaders("X-Content-Type-Options")).containsOnly("nosniff");
    assertThat(fetch("tina", path).getStatus()).isEqualTo(404);
    assertThat(fetch("tina", path + "/" + files.get(0).id()).getStatus()).isEqualTo(404);
    String other = reported("tina");
    assertThat(
            fetch("tina", "/api/records/" + other + "/attachments/" + files.get(0).id())
                .getStatus())
        .isEqualTo(404);

    arrives(ROSA, number, "", "The same file again", "fire.png");
    read();
    assertThat(attachments.of(number)).hasSize(2);
  }

  @Test
  void aFileThatIsTooLargeIsNamedAndNotKept() throws Exception {
    String id =
        arrives(
            ROSA,
            "A film",
            "Content-Type: multipart/mixed; boundary=b\n",
            """
            --b

            Look
            --b
            Content-Disposition: attachment; filename=film.mp4
            Content-Transfer-Encoding: base64

            %s
            --b--
            """
                .formatted(Base64.getMimeEncoder().encodeToString(new byte[11 << 20])));
    read();
    ServiceRecord incident = opened(id);
    assertThat(incident.data().get("description"))
        .isEqualTo("Look\n\n(Not kept, as too large or unreadable: film.mp4)");
    assertThat(attachments.of(incident.number())).isEmpty();
  }

  @Test
  void aMailOf30MegabytesIsRefusedWithoutBeingRead() throws Exception {
    String line = "x".repeat(1023) + "\n";
    String huge = line.repeat(30 << 10);
    String known = arrives(TINA, "Everything", "", huge);
    String stranger = UUID.randomUUID() + "@example.org";
    arrives(stranger, "Everything", "", huge);
    String after = arrives(TINA, "Something", "", "small");
    AtomicLong bytes = new AtomicLong();
    try (ServerSocket relay = relay(server.getImap().getPort(), bytes)) {
      mailbox(settings(relay.getLocalPort())).read();
    }
    assertThat(bytes.get()).isLessThan(100_000);
    assertThat(row(known).state()).isEqualTo("refused");
    assertThat(row(known).reason()).contains("26214400 at most");
    assertThat(answersTo(TINA)).contains("mail-too-large");
    assertThat(answersTo(stranger)).containsExactly("sender-unknown");
    assertThat(row(after).state()).isEqualTo("opened");
    assertThat(unread()).isZero();
  }

  @Test
  void ofATextThatNobodyCouldReadTheBeginningIsShownAndTheWholeKept() throws Exception {
    String id = arrives(ROSA, "A log", "", "z".repeat(3 << 20));
    read();
    assertThat(description(id)).hasSize(4000).endsWith("(The mail goes on: see its attachments.)");
    assertThat(attachments.of(opened(id).number()))
        .extracting(Attachment::name, Attachment::size)
        .containsExactly(tuple("mail.txt", 3 << 20));
  }

  @Test
  void whoForgesASenderSilencesNobody() throws Exception {
    String number = reported("rosa");
    MailInSettings proving = settings(server.getImap().getPort(), "mx.fjord.example", null);
    Mailbox mailbox = new Mailbox(proving, new MailReader(proving, ids), intake, clock);
    for (int i = 0; i < settings.mailsPerHour() + 1; i++) {
      arrives(ROSA, number, "", "forged");
    }
    mailbox.read();
    String passed = "Authentication-Results: mx.fjord.example; dmarc=pass\n";
    arrives(ROSA, number, passed, "It is me");
    mailbox.read();
    assertThat(comments(number)).containsExactly(tuple("rosa", "It is me"));
  }

  @Test
  void aMailOfHtmlAloneIsReadAsText() throws Exception {
    String id =
        arrives(
            ROSA,
            "Html",
            "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n",
            "<html><body><script>alert(1)</script><p>Grün &amp; <b>heiß</b></p><div>${1+1}"
                + " &lt;b&gt;</div></body></html>");
    read();
    assertThat(opened(id).data()).containsEntry("description", "Grün & heiß\n\n${1+1} <b>");
  }

  @Test
  void encodingsAreUnderstood() throws Exception {
    String latin =
        delivered(
            """
            From: %s
            Subject: =?ISO-8859-1?Q?Gr=FCn_und_?= =?UTF-8?B?aGVpw58=?=
            Message-ID: %s
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: 8bit

            Türen öffnen nicht
            """,
            ISO_8859_1);
    String base64 =
        delivered(
            """
            From: %s
            Subject: base64
            Message-ID: %s
            Content-Type: text/plain; charset="utf-8"
            Content-Transfer-Encoding: base64

            R3LDvG4g8J+UpQ==
            """,
            UTF_8);
    String quoted =
        delivered(
            """
            From: %s
            Subject: quoted
            Message-ID: %s
            Content-Type: text/plain; charset=windows-1252
            Content-Transfer-Encoding: quoted-printable

            100 =80 f=FCr eine lange =
            Zeile
            """,
            UTF_8);
    String unknown =
        delivered(
            """
            From: %s
            Subject: raw utf-8 grün
            Message-ID: %s
            Content-Type: text/plain; charset=x-nobody-knows

            grün
            """,
            UTF_8);
    String alternative =
        delivered(
            """
            From: %s
            Subject: alternative
            Message-ID: %s
            Content-Type: multipart/alternative; boundary=b

            --b
            Content-Type: text/html

            <b>html</b>
            --b
            Content-Type: text/plain

            plain
            --b--
            """,
            UTF_8);
    String broken =
        delivered(
            """
            From: %s
            Subject: broken
            Message-ID: %s
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain; charset=
            Content-Transfer-Encoding: nonsense

            readable all the same
            --b
            Content-Type: multipart/mixed
            """,
            UTF_8);
    read();
    assertThat(opened(latin).title()).isEqualTo("Grün und heiß");
    assertThat(description(latin)).isEqualTo("Türen öffnen nicht");
    assertThat(description(base64)).isEqualTo("Grün \uD83D\uDD25");
    assertThat(description(quoted)).isEqualTo("100 € für eine lange Zeile");
    assertThat(description(unknown)).isEqualTo("grün");
    assertThat(opened(unknown).title()).isEqualTo("raw utf-8 grün");
    assertThat(description(alternative)).isEqualTo("html");
    assertThat(row(broken).state()).isEqualTo("opened");
  }

  @Test
  void subjectsMayBeLongOrMissing() throws Exception {
    String subject = "word ".repeat(1000).strip();
    String longOne = arrives(ROSA, subject, "", "y".repeat(5000));
    String none = delivered("From: %s\nMessage-ID: %s\n\n\nThe door is stuck\nreally\n", UTF_8);
    String nothing = delivered("From: %s\nMessage-ID: %s\n\n", UTF_8);
    read();
    assertThat(opened(longOne).title()).startsWith("word word").hasSizeLessThanOrEqualTo(120);
    assertThat(description(longOne))
        .hasSizeLessThanOrEqualTo(4000)
        .endsWith("(The mail goes on: see its attachments.)");
    Attachment whole = attachments.of(opened(longOne).number()).get(0);
    assertThat(new String(attachments.content(whole), UTF_8))
        .isEqualTo(subject + "\n\n" + "y".repeat(5000));
    assertThat(opened(none).title()).isEqualTo("The door is stuck");
    assertThat(opened(nothing).title()).isEqualTo("Mail without a subject");
    assertThat(description(nothing)).isEqualTo("(The mail has no text.)");
  }

  @Test
  void aMailWithoutAnIdIsTakenOnceToo() throws Exception {
    String number = reported("rosa");
    String mail = "From: %s\nSubject: %s\n\nNo id, %s".formatted(ROSA, number, UUID.randomUUID());
    desk.deliver(message(mail));
    desk.deliver(message(mail));
    read();
    assertThat(comments(number)).hasSize(1);
    assertThat(
            jdbc.sql("select message_id from sms.mail_in where record_number = :number")
                .param("number", number)
                .query(String.class)
                .single())
        .startsWith("sha256:");
  }

  @Test
  void nothingOfAMailBecomesAHeaderOrMore() throws Exception {
    String odd = "${1+1} {{name}} <script> '; drop table sms.record; --";
    String id =
        arrives(
            ROSA,
            "=?UTF-8?Q?"
                + odd.replace(" ", "_").replace("=", "=3D")
                + "=0D=0ABcc:_evil@example.org?=",
            "",
            odd + "\0");
    read();
    ServiceRecord incident = opened(id);
    assertThat(incident.title()).isEqualTo(odd + " Bcc: evil@example.org");
    assertThat(incident.data()).containsEntry("description", odd);
    String forged = UUID.randomUUID() + "@example.org";
    desk.deliver(
        message(
            "From: %s\nSubject: x\nMessage-ID: <a@b>%s\n\nx"
                .formatted(forged, " Bcc: evil@example.org")));
    read();
    assertThat(inReplyTo(forged)).as("an id that is none is not handed on").isNull();
  }

  @Test
  void aSenderThatIsNoneOrManyIsNobody() throws Exception {
    long before = count();
    String two = arrives(ROSA + ", evil@example.org", "x", "", "x");
    String none = newId();
    desk.deliver(message("Subject: x\nMessage-ID: " + none + "\n\nx"));
    String name = arrives("\"" + ROSA + "\" <evil@example.org>", "x", "", "x");
    String header = newId();
    desk.deliver(message("From: %s\nFrom: %s\nMessage-ID: %s\n\nx".formatted(ROSA, TINA, header)));
    read();
    for (String id : List.of(two, none, name, header)) {
      assertThat(row(id).state()).isEqualTo("kept");
    }
    assertThat(count()).isEqualTo(before);
  }

  @Test
  void whereTheMailServerProvesSendersAForgedOneIsNobody() throws Exception {
    String number = reported("rosa");
    MailInSettings proving = settings(server.getImap().getPort(), "mx.fjord.example", null);
    String forged = "Authentication-Results: elsewhere.example; dmarc=pass\n";
    String failed = "Authentication-Results: mx.fjord.example; dmarc=fail\n" + forged;
    String passed = "Authentication-Results: mx.fjord.example;\n spf=fail; dmarc=pass (p=none)\n";
    String first = arrives(ROSA, number, forged, "forged");
    arrives(ROSA, number, failed, "failed");
    arrives(ROSA, number, passed, "passed");
    new Mailbox(proving, new MailReader(proving, ids), intake, clock).read();
    assertThat(comments(number)).containsExactly(tuple("rosa", "passed"));
    assertThat(row(first))
        .extracting(Row::state, Row::reason)
        .containsExactly(
            "kept", "The mail server does not confirm that it comes from whom it says");
  }

  @Test
  void aMailThatCannotBeTakenDoesNotBlockTheOthers() throws Exception {
    jdbc.sql(
            """
            create function sms.poison() returns trigger language plpgsql as
            $$ begin raise exception 'poisoned %', repeat('x', 5000); end $$
            """)
        .update();
    jdbc.sql(
            """
            create trigger poison before insert on sms.record for each row
            when (new.title = 'Poison') execute function sms.poison()
            """)
        .update();
    long before = count();
    String poison = arrives(ROSA, "Poison", "", "x", "fire.png");
    String good = arrives(ROSA, "Good", "", "x");
    try {
      read();
      assertThat(row(good).state()).isEqualTo("opened");
      assertThat(row(poison).state()).isEqualTo("waiting");
      assertThat(row(poison).reason()).contains("poisoned").hasSizeLessThanOrEqualTo(300);
      read();
      assertThat(attempts(poison)).as("its time has not come").isEqualTo(1);
      Instant start = clock.instant();
      for (int attempt = 2; attempt <= settings.attempts(); attempt++) {
        ClockUtil.setCurrentTime(Date.from(start.plus(Duration.ofHours(attempt))));
        read();
        assertThat(attempts(poison)).isEqualTo(attempt);
      }
      assertThat(row(poison).state()).isEqualTo("failed");
      assertThat(unread()).as("it is left alone").isZero();
      assertThat(count()).as("and left nothing behind").isEqualTo(before + 1);
    } finally {
      jdbc.sql("drop function sms.poison() cascade").update();
    }
    // marked as unread by somebody who has removed the cause
    for (var stored : server.getManagers().getImapHostManager().getInbox(desk).getMessages()) {
      stored.setFlag(Flags.Flag.SEEN, false);
    }
    read();
    assertThat(opened(poison).title()).isEqualTo("Poison");
  }

  @Test
  void aMailServerThatIsAwayIsWaitedFor() throws Exception {
    int port = server.getImap().getPort();
    Mailbox mailbox = mailbox(settings(port));
    server.stop();
    mailbox.read();
    mailbox.read();
    serve(port);
    String id = arrives(ROSA, "Back again", "", "x");
    mailbox.read();
    assertThat(opened(id).title()).isEqualTo("Back again");
  }

  @Test
  void whatWasTakenMovesToItsFolder() throws Exception {
    var folders = server.getManagers().getImapHostManager();
    folders.createMailbox(desk, "Done");
    String first = arrives(ROSA, "First", "", "x");
    String second = arrives(ROSA, "Second", "", "x");
    MailInSettings moving = settings(server.getImap().getPort(), null, "Done");
    mailbox(moving).read();
    assertThat(opened(first).title()).isEqualTo("First");
    assertThat(opened(second).title()).isEqualTo("Second");
    assertThat(folders.getInbox(desk).getMessageCount()).isZero();
    assertThat(folders.getFolder(desk, "Done").getMessageCount()).isEqualTo(2);
  }

  @Test
  void withoutSayingSoNoPasswordTravelsInTheOpen() throws Exception {
    String id = arrives(ROSA, "Secret", "", "x");
    MailInSettings plain = settings(server.getImap().getPort());
    AtomicLong bytes = new AtomicLong();
    try (ServerSocket relay = relay(server.getImap().getPort(), bytes)) {
      for (Security security : List.of(Security.TLS, Security.STARTTLS)) {
        mailbox(
                new MailInSettings(
                    plain.host(),
                    relay.getLocalPort(),
                    plain.user(),
                    plain.password(),
                    security,
                    plain.folder(),
                    null,
                    plain.address(),
                    null,
                    null,
                    plain.every(),
                    plain.maxMail(),
                    plain.maxAttachment(),
                    plain.mailsPerHour(),
                    plain.attempts()))
            .read();
      }
    }
    assertThat(unread()).isEqualTo(1);
    read();
    assertThat(opened(id).title()).isEqualTo("Secret");
  }

  @Test
  void whatCameIsListedForThoseWhoAnswerForIt() throws Exception {
    String id = arrives(UUID.randomUUID() + "@example.org", "Who am I", "", "Nobody you know");
    read();
    JsonNode mail = listed("anna", id);
    assertThat(mail.path("state").asText()).isEqualTo("kept");
    assertThat(mail.path("subject").asText()).isEqualTo("Who am I");
    assertThat(mail.path("text").asText()).isEqualTo("Nobody you know");
    JsonNode page =
        json.readTree(fetch("katja", "/api/mails/in?state=kept&size=1").getContentAsString());
    assertThat(page.path("items")).hasSize(1);
    assertThat(page.path("total").asLong()).isPositive();
    assertThat(fetch("olga", "/api/mails/in").getStatus()).isEqualTo(200);
    assertThat(fetch("rosa", "/api/mails/in").getStatus()).isEqualTo(403);
    assertThat(fetch("chloe", "/api/mails/in").getStatus()).isEqualTo(403);
    assertThat(fetch("anna", "/api/mails/in?state=lost").getStatus()).isEqualTo(400);
    assertThat(fetch("anna", "/api/mails/in/0").getStatus()).isEqualTo(404);
  }

  // the mailbox

  private void read() {
    mailbox(settings(server.getImap().getPort())).read();
  }

  private Mailbox mailbox(MailInSettings settings) {
    return new Mailbox(settings, reader, intake, clock);
  }

  private MailInSettings settings(int port) {
    return settings(port, null, null);
  }

  private MailInSettings settings(int port, String authenticationServer, String doneFolder) {
    return new MailInSettings(
        "127.0.0.1",
        port,
        "mailbox",
        "a-password-of-the-tests",
        Security.NONE,
        "INBOX",
        doneFolder,
        DESK,
        authenticationServer,
        "workplace",
        Duration.ofSeconds(30),
        DataSize.ofMegabytes(25),
        DataSize.ofMegabytes(10),
        settings.mailsPerHour(),
        settings.attempts());
  }

  /** A mail arrives; returns its id. */
  private String arrives(String from, String subject, String headers, String text, String... files)
      throws MessagingException {
    String id = newId();
    StringBuilder mail =
        new StringBuilder("From: %s\nTo: %s\nSubject: %s\n".formatted(from, DESK, subject));
    mail.append("Message-ID: ").append(id).append('\n').append(headers);
    if (files.length == 0) {
      mail.append('\n').append(text);
    } else {
      mail.append("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n").append(text);
      for (String file : files) {
        mail.append("\n--b\nContent-Type: ")
            .append(file.endsWith("png") ? "image/png" : "text/html")
            .append("\nContent-Disposition: attachment; filename=\"")
            .append(file)
            .append("\"\n\ncontent of ")
            .append(file);
      }
      mail.append("\n--b--\n");
    }
    desk.deliver(message(mail.toString()));
    return id;
  }

  /** A mail of Rosa arrives as it is written here, in these bytes. */
  private String delivered(String mail, java.nio.charset.Charset bytes) throws MessagingException {
    String id = newId();
    desk.deliver(message(mail.formatted(ROSA, id).getBytes(bytes)));
    return id;
  }

  private static MimeMessage message(String mail) throws MessagingException {
    return message(mail.getBytes(UTF_8));
  }

  private static MimeMessage message(byte[] mail) throws MessagingException {
    return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail)) {
      @Override
      protected void updateMessageID() {
        // it keeps the one it has, or none
      }
    };
  }

  private static String newId() {
    return "<" + UUID.randomUUID() + "@mail.example>";
  }

  private long unread() throws Exception {
    return server.getManagers().getImapHostManager().getInbox(desk).getUnseenCount();
  }

  /** Hands on what goes to the mail server, and counts what comes from it. */
  private static ServerSocket relay(int port, AtomicLong bytes) throws IOException {
    ServerSocket relay = new ServerSocket(0);
    Thread thread =
        new Thread(
            () -> {
              while (!relay.isClosed()) {
                try {
                  Socket near = relay.accept();
                  Socket far = new Socket("127.0.0.1", port);
                  copy(near, far, new AtomicLong());
                  copy(far, near, bytes);
                } catch (IOException e) {
                  return;
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return relay;
  }

  private static void copy(Socket from, Socket to, AtomicLong bytes) {
    Thread thread =
        new Thread(
            () -> {
              try (from;
                  to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[8192];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                  bytes.addAndGet(n);
                  out.write(buffer, 0, n);
                  out.flush();
                }
              } catch (IOException e) {
                // one of the two went away
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  // what became of it

  private Row row(String id) {
    return jdbc.sql(
            """
            select state, reason, record_number as record, person_id as person, text from sms.mail_in
            where message_id = :id
            """)
        .param("id", id)
        .query(Row.class)
        .single();
  }

  private int attempts(String id) {
    return jdbc.sql("select attempts from sms.mail_in where message_id = :id")
        .param("id", id)
        .query(Integer.class)
        .single();
  }

  private ServiceRecord opened(String id) {
    assertThat(row(id)).as(id).extracting(Row::state, Row::reason).containsExactly("opened", null);
    return register.find(row(id).record()).orElseThrow();
  }

  private String description(String id) {
    return opened(id).data().get("description").toString();
  }

  private String status(String number) {
    return register.find(number).orElseThrow().status();
  }

  private List<org.assertj.core.groups.Tuple> comments(String number) {
    return register.journal(number).stream()
        .filter(entry -> entry.kind().equals("comment"))
        .map(entry -> tuple(entry.actor(), entry.note()))
        .toList();
  }

  private long count() {
    return jdbc.sql("select count(*) from sms.record").query(Long.class).single();
  }

  private JsonNode listed(String person, String id) throws Exception {
    Long row =
        jdbc.sql("select id from sms.mail_in where message_id = :id")
            .param("id", id)
            .query(Long.class)
            .single();
    return json.readTree(fetch(person, "/api/mails/in/" + row).getContentAsString(UTF_8));
  }

  private MockHttpServletResponse fetch(String person, String path) throws Exception {
    return http.perform(get(path).with(httpBasic(person, "Welcome-20000")))
        .andReturn()
        .getResponse();
  }

  // our own mails

  private long mail(String number) {
    return jdbc.sql("select min(id) from sms.mail where record_number = :number")
        .param("number", number)
        .query(Long.class)
        .single();
  }

  /** The id that the first mail of a record has in the world outside. */
  private String ourMail(String number) {
    Timestamp written =
        jdbc.sql("select created_at from sms.mail where id = :id")
            .param("id", mail(number))
            .query(Timestamp.class)
            .single();
    return "<%s.%d.%d@fjord.example>"
        .formatted(number, mail(number), written.toInstant().getEpochSecond());
  }

  private String state(long mail) {
    return jdbc.sql("select state from sms.mail where id = :id")
        .param("id", mail)
        .query(String.class)
        .single();
  }

  private String body(String number) {
    return jdbc.sql("select body from sms.mail where id = :id")
        .param("id", mail(number))
        .query(String.class)
        .single();
  }

  private List<String> mailsTo(String address, String number) {
    return jdbc.sql(
            "select template from sms.mail where address = :address and record_number = :number order by id")
        .param("address", address)
        .param("number", number)
        .query(String.class)
        .list();
  }

  private List<String> answersTo(String address) {
    return jdbc.sql(
            "select template from sms.mail where address = :address and record_number is null order by id")
        .param("address", address)
        .query(String.class)
        .list();
  }

  private String inReplyTo(String address) {
    record Answer(String inReplyTo) {}
    return jdbc.sql("select in_reply_to from sms.mail where address = :address")
        .param("address", address)
        .query(Answer.class)
        .single()
        .inReplyTo();
  }

  // incidents

  private String reported(String person) {
    return incidents.report(
        new Incidents.Report("Printer", "It does not print", "mail", null, "low", "low"), person);
  }

  private void classify(String number) {
    complete(
        number,
        "userTask_classify",
        Map.of(
            "classification", "proceed",
            "category", "hardware",
            "impact", "low",
            "urgency", "low",
            "securityRisk", "none",
            "service", "mail"));
  }

  private void resolve(String number) {
    classify(number);
    complete(
        number,
        "userTask_diagnose",
        Map.of("diagnosis", "resolved", "resolutionCode", "fixed", "resolution", "Replaced it"));
  }

  private void complete(String number, String key, Map<String, Object> values) {
    tasks.complete(task(number, key).getId(), values);
  }

  private Task task(String number, String key) {
    Task task =
        tasks
            .createTaskQuery()
            .processInstanceBusinessKey(number)
            .taskDefinitionKey(key)
            .singleResult();
    assertThat(task).as(key + " of " + number).isNotNull();
    return task;
  }

  private Date silenceCloses(String number) {
    return management
        .createJobQuery()
        .processInstanceId(register.find(number).orElseThrow().processInstanceId())
        .activityId("event_silenceCloses")
        .singleResult()
        .getDuedate();
  }
}
