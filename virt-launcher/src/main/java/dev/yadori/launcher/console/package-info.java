/** The guest's serial line. */
@NullMarked
package dev.yadori.launcher.console;

import org.jspecify.annotations.NullMarked;
