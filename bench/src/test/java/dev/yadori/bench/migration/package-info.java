@NullMarked
package dev.yadori.bench.migration;

import org.jspecify.annotations.NullMarked;
