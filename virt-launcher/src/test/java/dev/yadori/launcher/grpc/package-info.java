/** Tests of the package of the same name. */
@NullMarked
package dev.yadori.launcher.grpc;

import org.jspecify.annotations.NullMarked;
