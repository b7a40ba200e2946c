/**
 * Virtual machines as a user has them: created, reached, broken and deleted. What a guest sees of the world it writes to
 * files that it serves over HTTP, so that a test needs no way into it but the network.
 */
@NullMarked
package dev.yadori.e2e.vm;

import org.jspecify.annotations.NullMarked;
