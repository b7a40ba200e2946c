/**
 * What a launcher is told: a pure mapping from the object, the cluster's configuration and what was found in the pod to
 * the wire's LaunchSpec, with every default of the API resolved.
 */
@NullMarked
package dev.yadori.handler.launch;

import org.jspecify.annotations.NullMarked;
