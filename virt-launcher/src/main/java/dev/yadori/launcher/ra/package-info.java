/** Router advertisements for one guest (RFC 4861), without I/O. Solicitations were written by a hostile guest. */
@NullMarked
package dev.yadori.launcher.ra;

import org.jspecify.annotations.NullMarked;
