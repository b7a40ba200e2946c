/** DHCPv6 for one guest: a codec and a responder without I/O. What arrives here was written by a hostile guest. */
@NullMarked
package dev.yadori.launcher.dhcp6;

import org.jspecify.annotations.NullMarked;
