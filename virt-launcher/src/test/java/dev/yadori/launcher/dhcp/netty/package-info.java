/** Tests of the package of the same name. */
@NullMarked
package dev.yadori.launcher.dhcp.netty;

import org.jspecify.annotations.NullMarked;
