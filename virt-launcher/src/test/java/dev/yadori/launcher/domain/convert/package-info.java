/** Tests of the package of the same name. */
@NullMarked
package dev.yadori.launcher.domain.convert;

import org.jspecify.annotations.NullMarked;
