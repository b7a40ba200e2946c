/** DHCPv6 on a socket. */
@NullMarked
package dev.yadori.launcher.dhcp6.netty;

import org.jspecify.annotations.NullMarked;
