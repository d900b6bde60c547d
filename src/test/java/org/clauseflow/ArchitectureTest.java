package org.clauseflow;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;

/** The house and its rules: which package may know which, and who may speak to the engine. */
@AnalyzeClasses(packages = "org.clauseflow", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  /** The delegates and services of the clauses' processes. */
  private static final String[] CLAUSES = {
    "org.clauseflow.management..",
    "org.clauseflow.transition..",
    "org.clauseflow.delivery..",
    "org.clauseflow.relationship..",
    "org.clauseflow.resolution..",
    "org.clauseflow.control.."
  };

  private static final String[] MAY_KNOW_THE_ENGINE = {
    "org.clauseflow.steps..",
    "org.clauseflow.management..",
    "org.clauseflow.transition..",
    "org.clauseflow.delivery..",
    "org.clauseflow.relationship..",
    "org.clauseflow.resolution..",
    "org.clauseflow.control..",
    "org.clauseflow.engine..",
    "org.clauseflow.conformity..",
    "org.clauseflow.performance..",
    "org.clauseflow.redesign..",
    "org.clauseflow.security..",
    "org.clauseflow.work.."
  };

  /** What sits outside may reach all of it and is reached by nothing inside. */
  @ArchTest
  static final ArchRule importsGoOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.clauseflow..")
          .withOptionalLayers(true)
          .layer("record")
          .definedBy("org.clauseflow.record..")
          .layer("catalogue")
          .definedBy("org.clauseflow.catalogue..")
          .layer("clock")
          .definedBy("org.clauseflow.clock..")
          .layer("cmdb")
          .definedBy("org.clauseflow.cmdb..")
          .layer("notification")
          .definedBy("org.clauseflow.notification..")
          .layer("steps")
          .definedBy("org.clauseflow.steps..")
          .layer("clauses")
          .definedBy(CLAUSES)
          .layer("outside")
          .definedBy(
              "org.clauseflow.engine..",
              "org.clauseflow.conformity..",
              "org.clauseflow.performance..",
              "org.clauseflow.redesign..",
              "org.clauseflow.web..",
              "org.clauseflow.integration..",
              "org.clauseflow.security..",
              "org.clauseflow.work..")
          .whereLayer("record")
          .mayNotAccessAnyLayer()
          .whereLayer("catalogue")
          .mayNotAccessAnyLayer()
          .whereLayer("clock")
          .mayOnlyAccessLayers("record", "catalogue")
          .whereLayer("cmdb")
          .mayOnlyAccessLayers("record", "catalogue")
          .whereLayer("notification")
          .mayOnlyAccessLayers("record", "catalogue")
          .whereLayer("steps")
          .mayOnlyAccessLayers("record", "catalogue", "clock", "cmdb", "notification")
          .whereLayer("clauses")
          .mayOnlyAccessLayers("record", "catalogue", "clock", "cmdb", "notification", "steps");

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("org.clauseflow.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theEngineIsKnownToFew =
      noClasses()
          .that()
          .resideOutsideOfPackages(MAY_KNOW_THE_ENGINE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.camunda..")
          .because("a move to a successor engine stays a matter of days");

  @ArchTest
  static final ArchRule theEnginesInsidesAreKnownToOnePackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.clauseflow.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.camunda.bpm.engine.impl..");

  @ArchTest static final ArchRule injectionIsByConstructor = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

  @ArchTest static final ArchRule logsGoToSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest
  static final ArchRule timeComesFromTheClock =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone")
          .orShould()
          .callConstructor(Date.class)
          .because("a replay and a test move the time, and records and targets move with it");

  /** What the inner packages offer may wait for its user; what sits outside offers nothing. */
  @ArchTest
  static final ArchRule classesArePublicOnlyWhereAnotherPackageUsesThem =
      classes()
          .that()
          .resideOutsideOfPackages(
              "org.clauseflow",
              "org.clauseflow.record..",
              "org.clauseflow.catalogue..",
              "org.clauseflow.clock..",
              "org.clauseflow.cmdb..",
              "org.clauseflow.notification..")
          .and()
          .haveModifier(JavaModifier.PUBLIC)
          .and()
          .areTopLevelClasses()
          .should(beUsedByAnotherPackage());

  private static ArchCondition<JavaClass> beUsedByAnotherPackage() {
    return new ArchCondition<>("be used by another package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean used =
            type.getDirectDependenciesToSelf().stream()
                .anyMatch(d -> !d.getOriginClass().getPackageName().equals(type.getPackageName()));
        events.add(
            new SimpleConditionEvent(
                type, used, type.getName() + " is public, but no other package uses it"));
      }
    };
  }
}
