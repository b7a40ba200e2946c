/**
 * Joins the two launchers of a migration over TLS between nodes: the source's handler listens in the source's pod, the
 * target's connects to what listens in the target's. And says, exactly there, that the source has stopped.
 */
@NullMarked
package dev.yadori.handler.migration;

import org.jspecify.annotations.NullMarked;
