/** Tests of figures. */
@NullMarked
package dev.yadori.controller.metrics;

import org.jspecify.annotations.NullMarked;
