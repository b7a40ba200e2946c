/** The guest's serial line and its screen. */
@NullMarked
package dev.yadori.launcher.console;

import org.jspecify.annotations.NullMarked;
