/** From a launch specification to a domain. Each converter makes its part alone; nothing here reads a file or a clock. */
@NullMarked
package dev.yadori.launcher.domain.convert;

import org.jspecify.annotations.NullMarked;
