/** Tests of the package of the same name. */
@NullMarked
package dev.yadori.launcher.picture;

import org.jspecify.annotations.NullMarked;
