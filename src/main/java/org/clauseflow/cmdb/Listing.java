package org.clauseflow.cmdb;

import java.util.List;

/**
 * Part of a longer list.
 *
 * @param total of the whole list
 */
public record Listing<T>(List<T> items, long total) {}
