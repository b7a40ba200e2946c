/** Measurements of start-up time, memory and scale, repeatable on the machine they are compared on. */
@NullMarked
package dev.yadori.bench;

import org.jspecify.annotations.NullMarked;
