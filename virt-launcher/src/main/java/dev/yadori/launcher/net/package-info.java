/** Addresses as values, without java.net, so that pure code can use them. */
@NullMarked
package dev.yadori.launcher.net;

import org.jspecify.annotations.NullMarked;
