/** Tests of what migrations and evictions are told. */
@NullMarked
package dev.yadori.api.migration;

import org.jspecify.annotations.NullMarked;
