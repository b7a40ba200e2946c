/** The server's certificate, taken from files that may change while it serves. */
@NullMarked
package dev.yadori.api.tls;

import org.jspecify.annotations.NullMarked;
