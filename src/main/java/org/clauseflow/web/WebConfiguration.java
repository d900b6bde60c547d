package org.clauseflow.web;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;

@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
class WebConfiguration {

  private static final Map<String, String> ERRORS = new LinkedHashMap<>();

  static {
    ERRORS.put(
        "400",
        "Something handed in is missing, unknown, too long or not of its kind; nothing was stored");
    ERRORS.put("401", "Not logged in, or the secret is wrong");
    ERRORS.put("403", "Not with your roles, or not switched on here");
    ERRORS.put("404", "There is no such thing that you may see");
    ERRORS.put(
        "409",
        "Not as things stand: another status, somebody else's, another was faster, or the key of another call");
    ERRORS.put("503", "Not available at the moment; try again");
  }

  @Bean
  RecurringTask<Void> forgetIdempotencyKeys(Idempotency idempotency) {
    return Tasks.recurring("forget-idempotency-keys", FixedDelay.ofHours(6))
        .execute((instance, context) -> idempotency.forget());
  }

  @Bean
  OpenAPI description() {
    Components components =
        new Components()
            .addSecuritySchemes(
                "login", new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("basic"));
    ModelConverters.getInstance().readAll(Problem.class).forEach(components::addSchemas);
    return new OpenAPI()
        .info(
            new Info()
                .title("Clauseflow")
                .description(
                    "Incidents, requests and records of the service management system. Every error is a problem document"
                        + " (RFC 9457). A POST that carries an Idempotency-Key can be repeated without harm for 7 days."
                        + " Pages inside Tasklist and Cockpit use the session there instead of a log-in of their own;"
                        + " what changes something then carries its token in the header X-XSRF-TOKEN.")
                .version("1"))
        .components(components)
        .addSecurityItem(new SecurityRequirement().addList("login"));
  }

  @Bean
  GlobalOperationCustomizer errorsOfEveryCall() {
    return (operation, method) -> {
      ERRORS.forEach(
          (status, meaning) ->
              operation
                  .getResponses()
                  .addApiResponse(
                      status,
                      new ApiResponse()
                          .description(meaning)
                          .content(
                              new Content()
                                  .addMediaType(
                                      "application/problem+json",
                                      new MediaType().schema(new Schema<>().$ref("Problem"))))));
      return operation;
    };
  }
}
