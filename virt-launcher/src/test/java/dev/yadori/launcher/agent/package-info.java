/** Tests of the package of the same name. */
@NullMarked
package dev.yadori.launcher.agent;

import org.jspecify.annotations.NullMarked;
