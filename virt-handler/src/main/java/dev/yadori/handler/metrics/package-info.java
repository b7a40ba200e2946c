/** What guests of this node use, for Prometheus: asked of their launchers when somebody scrapes, and kept nowhere. */
@NullMarked
package dev.yadori.handler.metrics;

import org.jspecify.annotations.NullMarked;
