package org.clauseflow.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Whether the customer is content with what was done. */
record Confirmation(
    @NotNull Boolean confirmed,
    @Size(max = 4000) @Schema(description = "what is still wrong; required if confirmed is false")
        String comment) {}
