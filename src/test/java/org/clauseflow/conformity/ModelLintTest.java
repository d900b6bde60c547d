package org.clauseflow.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelLintTest {

  private static final String SOUND =
      """
      <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="x">
        <startEvent id="start" name="Asked"/>
        <exclusiveGateway id="gateway" name="Is it fine?" default="no"/>
        <userTask id="task" name="Do it"/>
        <endEvent id="end" name="Done"/><endEvent id="other" name="Left alone"/>
        <sequenceFlow id="f1" sourceRef="start" targetRef="gateway"/>
        <sequenceFlow id="yes" name="yes" sourceRef="gateway" targetRef="task"/>
        <sequenceFlow id="no" name="no" sourceRef="gateway" targetRef="other"/>
        <sequenceFlow id="f2" sourceRef="task" targetRef="end"/>
      </process></definitions>
      """;

  static Stream<Path> shipped() throws IOException {
    return Stream.concat(
        Files.walk(Path.of("bpmn")).filter(file -> file.toString().endsWith(".bpmn")),
        Files.walk(Path.of("dmn")).filter(file -> file.toString().endsWith(".dmn")));
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void whatShipsReadsWell(Path file) throws Exception {
    assertThat(ModelLint.findings(Model.read(Files.readAllBytes(file)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          id="task" name="Do it"                 | id="task"              | task has no name: say what is done
          id="end" name="Done"                   | id="end"               | end has no name: say what has happened
          id="gateway" name="Is it fine?"        | id="gateway"           | gateway decides without a question
          id="yes" name="yes"                    | id="yes"               | gateway (Is it fine?) has a way without an answer: name yes
          sourceRef="gateway" targetRef="task"   | sourceRef="gateway" targetRef="end" | task (Do it) is reached by nothing
          sourceRef="task" targetRef="end"       | sourceRef="start" targetRef="end" | task (Do it) leads nowhere
          sourceRef="task" targetRef="end"       | sourceRef="task" targetRef="gateway" | gateway (Is it fine?) joins and splits at once
          """)
  void whatIsHardToReadIsNamed(String was, String becomes, String finding) throws Exception {
    assertThat(findings(SOUND)).isEmpty();
    assertThat(SOUND).contains(was);
    assertThat(findings(SOUND.replace(was, becomes)))
        .anySatisfy(found -> assertThat(found).startsWith(finding));
  }

  private static List<String> findings(String xml) throws Model.Unreadable {
    return ModelLint.findings(Model.read(xml.getBytes(StandardCharsets.UTF_8)));
  }
}
