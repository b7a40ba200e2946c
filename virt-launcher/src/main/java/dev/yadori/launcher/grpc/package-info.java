/** The launcher's service on a unix socket. */
@NullMarked
package dev.yadori.launcher.grpc;

import org.jspecify.annotations.NullMarked;
