package org.clauseflow.web;

import java.util.List;

/**
 * A part of a longer list.
 *
 * @param page number of this part, from 0
 * @param size how many items a part has at most
 * @param total how many items the whole list has
 */
record Page<T>(List<T> items, int page, int size, long total) {}
