package org.clauseflow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What people wrote themselves, out of what their mail programs make of it. */
class MailTextTest {

  @Test
  void theQuotedMailUnderAnAnswerGoes() {
    assertThat(
            MailText.answer(
                """
                It is the one on floor 3.

                --\s
                Rosa Vogel
                Nordwind Energy

                On Mon, 23 Nov 2026 at 10:15, Clauseflow <service@fjord.example> wrote:
                > Which printer is it?
                >
                > Please answer this mail.
                """))
        .isEqualTo("It is the one on floor 3.");
    assertThat(
            MailText.answer(
                """
                Ja, es geht wieder nicht.

                Am Mo., 23. Nov. 2026 um 10:15 Uhr schrieb Fjord IT
                <service@fjord.example>:

                > Hallo
                """))
        .isEqualTo("Ja, es geht wieder nicht.");
    assertThat(
            MailText.answer(
                """
                Floor 3

                ________________________________
                Von: Clauseflow <service@fjord.example>
                Gesendet: Montag, 23. November 2026 10:15
                An: Rosa Vogel
                Betreff: [INC-2026-000001] we need an answer from you

                Which printer is it?
                """))
        .isEqualTo("Floor 3");
    assertThat(MailText.answer("Yes\n\n-----Original Message-----\nFrom: x\n\nWhich?"))
        .isEqualTo("Yes");
  }

  @Test
  void anAnswerBelowOrBetweenQuotationsStays() {
    assertThat(MailText.answer("Rosa wrote once.\n")).isEqualTo("Rosa wrote once.");
    assertThat(MailText.answer("On Monday Anna wrote:\n> Which one?\n\nThe one on floor 3"))
        .isEqualTo("The one on floor 3");
    assertThat(
            MailText.answer(
                "On Monday Anna wrote:\n> Which one?\nFloor 3\n> Since when?\nSince noon\n> Thanks"))
        .isEqualTo("Floor 3\n> Since when?\nSince noon");
    assertThat(MailText.answer("> only a quotation")).isEqualTo("> only a quotation");
  }

  @Test
  void whatAReportQuotesBelongsToIt() {
    String forwarded =
        "See below.\n\n-- \nRosa\n\n-----Original Message-----\nFrom: shop@nordwind.example\nSent: today\n\nError 500";
    assertThat(MailText.report(forwarded)).isEqualTo(forwarded);
    assertThat(MailText.report("It burns.\n-- \nRosa")).isEqualTo("It burns.");
    assertThat(MailText.report("From: my office to yours, nothing works"))
        .isEqualTo("From: my office to yours, nothing works");
  }

  @Test
  void htmlBecomesText() {
    assertThat(
            MailText.ofHtml(
                """
                <html><head><title>x</title><style>p {color: red}</style></head><body>
                <p>Hello&nbsp;desk,</p><p>the <b>printer</b>
                 burns &lt;now&gt;:<br>see <a href="https://wiki.example/fire">here</a></p>
                <ul><li>smoke<li>heat</ul><table><tr><td>Floor</td><td>3</td></tr></table>
                <pre>line 1
                  line 2</pre><script>alert(1)</script><img src=x onerror=alert(2)>
                <blockquote>Which one?<div>Tell us</div></blockquote></body></html>
                """))
        .isEqualTo(
            """
            Hello desk,

            the printer burns <now>:
            see here <https://wiki.example/fire>

            - smoke
            - heat
            Floor 3
            line 1
              line 2
            > Which one?
            > Tell us""");
    assertThat(MailText.ofHtml("")).isEmpty();
    assertThat(MailText.ofHtml("<div>".repeat(50_000) + "deep")).isEqualTo("deep");
  }

  @Test
  void aTextIsCutBetweenCharacters() {
    assertThat(MailText.cut("abcdef", 6)).isEqualTo("abcdef");
    assertThat(MailText.cut("abcdef", 4)).isEqualTo("abc…");
    assertThat(MailText.cut("ab\uD83D\uDD25def", 4)).isEqualTo("ab…");
    assertThat(MailText.tidy("a\0b\u0007c\uD83D \uE000d\r\ne\n\n\n\n\nf"))
        .isEqualTo("abc d\ne\n\n\nf");
  }
}
