/** Tests of the package of the same name. */
@NullMarked
package dev.yadori.launcher.volume.iso;

import org.jspecify.annotations.NullMarked;
