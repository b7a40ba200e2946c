/** Tests of the package of the same name. */
@NullMarked
package dev.yadori.launcher.dhcp;

import org.jspecify.annotations.NullMarked;
