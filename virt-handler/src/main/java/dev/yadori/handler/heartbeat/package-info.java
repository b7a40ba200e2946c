/**
 * What the handler says of its node on the Node object: that it lives, whether guests may be put there, and what guests may
 * ask for. One write a minute while nothing changes.
 */
@NullMarked
package dev.yadori.handler.heartbeat;

import org.jspecify.annotations.NullMarked;
