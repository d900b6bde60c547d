package org.clauseflow.web;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** What somebody says about a record. */
record Comment(@NotBlank @Size(max = 4000) String text) {}
