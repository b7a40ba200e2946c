/** Tests of what other components may ask. */
@NullMarked
package dev.yadori.handler.grpc;

import org.jspecify.annotations.NullMarked;
