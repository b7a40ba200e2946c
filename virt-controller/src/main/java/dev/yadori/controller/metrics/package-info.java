/** What figures of several kinds of objects have in common. */
@NullMarked
package dev.yadori.controller.metrics;

import org.jspecify.annotations.NullMarked;
