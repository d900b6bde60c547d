package org.clauseflow.web;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** Why somebody does what they do. */
record Reason(@NotBlank @Size(max = 4000) String reason) {}
