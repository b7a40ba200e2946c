/** Tests of the package of the same name. */
@NullMarked
package dev.yadori.launcher.lifecycle;

import org.jspecify.annotations.NullMarked;
