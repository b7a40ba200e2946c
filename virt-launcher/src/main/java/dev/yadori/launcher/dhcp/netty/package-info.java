/** DHCPv4 on a socket. */
@NullMarked
package dev.yadori.launcher.dhcp.netty;

import org.jspecify.annotations.NullMarked;
