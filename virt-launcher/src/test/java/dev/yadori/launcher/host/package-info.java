/** Tests of the package of the same name. */
@NullMarked
package dev.yadori.launcher.host;

import org.jspecify.annotations.NullMarked;
