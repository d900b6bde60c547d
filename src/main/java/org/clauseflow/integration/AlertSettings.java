package org.clauseflow.integration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How alerts of monitoring systems are taken.
 *
 * @param secret what a monitoring system sends as bearer token; without one no alert is taken
 * @param defaultService id of the service for alerts that name none
 */
@ConfigurationProperties("clauseflow.alerts")
record AlertSettings(String secret, String defaultService) {}
