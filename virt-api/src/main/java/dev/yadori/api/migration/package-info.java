/** Admission of migrations and their policies, and of evictions, which become migrations. */
@NullMarked
package dev.yadori.api.migration;

import org.jspecify.annotations.NullMarked;
