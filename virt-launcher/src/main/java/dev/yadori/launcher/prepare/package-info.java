/** From what is asked for to a domain that can be started, and to the leases of its links. */
@NullMarked
package dev.yadori.launcher.prepare;

import org.jspecify.annotations.NullMarked;
