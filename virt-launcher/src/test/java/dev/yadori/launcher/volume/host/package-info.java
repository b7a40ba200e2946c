/** Tests of the package of the same name. */
@NullMarked
package dev.yadori.launcher.volume.host;

import org.jspecify.annotations.NullMarked;
