package org.clauseflow.integration;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.util.Comparator;
import org.clauseflow.control.Deployments;
import org.clauseflow.control.PipelineSettings;
import org.clauseflow.control.PipelineSignature;
import org.clauseflow.record.Refusal;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Where the deployment pipeline answers. */
@RestController
@Tag(name = "Deployments", description = "Answers of the deployment pipeline")
class DeploymentsApi {

  record Answer(
      @NotBlank
          @Size(max = 200)
          @Schema(description = "your own id of this answer; the same if you send it again")
          String delivery,
      @NotBlank
          @Size(max = 64)
          @Schema(
              description = "the key that you were asked with, as deployment and Idempotency-Key")
          String deployment,
      @NotNull
          @Pattern(regexp = "started|succeeded|failed", message = "is started, succeeded or failed")
          String state,
      @Size(max = 2000)
          @Pattern(regexp = "https?://.*", message = "is a link that begins with http")
          @Schema(description = "link to the log")
          String log,
      @Size(max = 2000) String message) {}

  private final Deployments deployments;
  private final PipelineSettings settings;
  private final PipelineSignature signatures;
  private final ObjectMapper json;
  private final Validator validator;

  DeploymentsApi(
      Deployments deployments,
      PipelineSettings settings,
      PipelineSignature signatures,
      ObjectMapper json,
      Validator validator) {
    this.deployments = deployments;
    this.settings = settings;
    this.signatures = signatures;
    this.json = json;
    this.validator = validator;
  }

  @PostMapping(path = "/api/deployments/{release}/callback", consumes = "application/json")
  @SecurityRequirements
  @Operation(
      summary = "Say what became of a deployment",
      description =
          "For the pipeline that was asked. Signed: HMAC-SHA256 with the shared secret over the timestamp, a full stop"
              + " and the body. An answer that is sent again counts once.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content = @Content(schema = @Schema(implementation = Answer.class))))
  Deployments.Receipt answer(
      @PathVariable String release,
      @RequestHeader(name = PipelineSignature.TIMESTAMP, required = false)
          @Parameter(description = "seconds since 1970, at most five minutes ago")
          String timestamp,
      @RequestHeader(name = PipelineSignature.SIGNATURE, required = false)
          @Parameter(description = "sha256= and hexadecimal digits")
          String signature,
      @RequestBody byte[] body,
      HttpServletRequest request) {
    if (!settings.hasSecret()) {
      throw problem(
          HttpStatus.FORBIDDEN,
          "Answers are not taken, as no secret is set: set clauseflow.pipeline.secret (environment:"
              + " CLAUSEFLOW_PIPELINE_SECRET) here, and the same in the pipeline");
    }
    String fault = signatures.fault(timestamp, signature, body);
    if (fault != null) {
      deployments.unsigned(release, fault, request.getRemoteAddr());
      throw problem(HttpStatus.UNAUTHORIZED, "The answer " + fault);
    }
    Answer answer = read(body);
    return deployments.take(
        release,
        new Deployments.Answer(
            answer.delivery, answer.deployment, answer.state, answer.log, answer.message),
        body);
  }

  /** Read only after its signature was checked. */
  private Answer read(byte[] body) {
    try {
      Answer answer = json.readValue(body, Answer.class);
      if (answer == null) {
        throw new Refusal(Refusal.Reason.INVALID, "The body is empty");
      }
      validator.validate(answer).stream()
          .min(Comparator.comparing(fault -> fault.getPropertyPath().toString()))
          .ifPresent(DeploymentsApi::refuse);
      return answer;
    } catch (JsonMappingException e) {
      throw new Refusal(
          Refusal.Reason.INVALID,
          "The body is not of the expected form: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Refusal(Refusal.Reason.INVALID, "The body is not JSON");
    }
  }

  private static void refuse(ConstraintViolation<Answer> fault) {
    String field = fault.getPropertyPath().toString();
    throw new Refusal(Refusal.Reason.INVALID, field, fault.getMessage());
  }

  private static ErrorResponseException problem(HttpStatus status, String detail) {
    return new ErrorResponseException(
        status, ProblemDetail.forStatusAndDetail(status, detail), null);
  }
}
