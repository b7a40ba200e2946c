/** What other components may ask of this node's guests: gRPC with certificates on both sides. */
@NullMarked
package dev.yadori.handler.grpc;

import org.jspecify.annotations.NullMarked;
