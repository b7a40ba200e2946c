/** Tests of the package of the same name. */
@NullMarked
package dev.yadori.launcher.prepare;

import org.jspecify.annotations.NullMarked;
