/**
 * The way to a launcher: gRPC over the unix socket in its pod. What it says is turned into records here; the wire's types
 * go no further, but for the LaunchSpec that is sent.
 */
@NullMarked
package dev.yadori.handler.launcher;

import org.jspecify.annotations.NullMarked;
