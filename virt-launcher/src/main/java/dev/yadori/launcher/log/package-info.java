/** One line an event, on the error stream. */
@NullMarked
package dev.yadori.launcher.log;

import org.jspecify.annotations.NullMarked;
