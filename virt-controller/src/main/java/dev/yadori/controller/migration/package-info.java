/**
 * Moves of guests to other nodes, as far as the cluster's objects are concerned: whose turn it is, the pod of the target, the
 * hand-over to the handlers, and what is left when it is over. Decision 0110 says who writes what.
 */
@NullMarked
package dev.yadori.controller.migration;

import org.jspecify.annotations.NullMarked;
