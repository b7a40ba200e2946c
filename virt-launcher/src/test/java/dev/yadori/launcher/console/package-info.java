/** Tests of the package of the same name. */
@NullMarked
package dev.yadori.launcher.console;

import org.jspecify.annotations.NullMarked;
