/** Evaluates what bench/migration has noted: pure, from the folder of its notes to figures. */
@NullMarked
package dev.yadori.bench.migration;

import org.jspecify.annotations.NullMarked;
