/**
 * A guest's interfaces in the network namespace of its pod: bridges, taps, addresses and address translation. What is there
 * is observed, what is missing is planned ({@link dev.yadori.handler.network.NetworkPlanner}, pure), and only that is done;
 * so a run that was cut off anywhere is finished by the next one. The namespace itself is the only memory: nothing is
 * written to a file, and nothing is left when the pod ends.
 */
@NullMarked
package dev.yadori.handler.network;

import org.jspecify.annotations.NullMarked;
