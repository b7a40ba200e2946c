/** Tests of the package of the same name. */
@NullMarked
package dev.yadori.launcher.net;

import org.jspecify.annotations.NullMarked;
