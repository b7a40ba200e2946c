/** Options of sockets that Netty has no name for. */
@NullMarked
package dev.yadori.launcher.net.netty;

import org.jspecify.annotations.NullMarked;
