/** Tests of the package of the same name. */
@NullMarked
package dev.yadori.launcher.launch;

import org.jspecify.annotations.NullMarked;
