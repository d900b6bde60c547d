package org.clauseflow;

import org.camunda.community.process_test_coverage.spring_test.common.ProcessEngineCoverageProperties;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The test class of a process ({@code …ProcessTest}) passes every flow node and sequence flow of
 * its model.
 */
@TestConfiguration
class ModelCoverage {

  @Bean
  ProcessEngineCoverageProperties coverage() {
    return ProcessEngineCoverageProperties.builder()
        .addInclusionPatternForTestClasses(".*ProcessTest")
        .assertClassCoverageAtLeast(1.0)
        .handleTestMethodCoverage(false)
        .build();
  }
}
