/**
 * VirtualMachines: each keeps at most one VirtualMachineInstance, of its own name.
 *
 * <p>What a decision rests on is in the VirtualMachine before the decision is carried out: a failure is recorded before the
 * instance that failed is deleted, and a restart is a request in the status until the new instance is there. A controller
 * that is killed at any moment goes on from there. The spec that the user wrote is never changed.
 */
@NullMarked
package dev.yadori.controller.vm;

import org.jspecify.annotations.NullMarked;
