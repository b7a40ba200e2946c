/**
 * From the UID of a pod on this node to its launcher's socket, and from a connection to the launcher's process and network
 * namespace. Everything below the pod's folder and everything the peer says is taken for hostile.
 */
@NullMarked
package dev.yadori.handler.pod;

import org.jspecify.annotations.NullMarked;
