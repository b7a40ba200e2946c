/** Tests of guests' figures. */
@NullMarked
package dev.yadori.handler.metrics;

import org.jspecify.annotations.NullMarked;
