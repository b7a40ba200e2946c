/** Tests of the package of the same name. */
@NullMarked
package dev.yadori.launcher.domain.xml;

import org.jspecify.annotations.NullMarked;
