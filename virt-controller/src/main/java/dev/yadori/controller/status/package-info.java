/** Statuses as values: conditions, and what of a status has to be written. */
@NullMarked
package dev.yadori.controller.status;

import org.jspecify.annotations.NullMarked;
