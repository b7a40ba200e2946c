/** What Prometheus asks. */
@NullMarked
package dev.yadori.service.metrics;

import org.jspecify.annotations.NullMarked;
