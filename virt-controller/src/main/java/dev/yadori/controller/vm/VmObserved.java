package dev.yadori.controller.vm;

import dev.yadori.crds.config.ClusterConfig.Binding;
import dev.yadori.crds.v1.VirtualMachineSpec;
import java.util.Optional;

/**
 * What is seen of a VirtualMachine beside itself.
 *
 * @param runningSpec the spec that the instance was started from, if it may differ from the one now and is known
 * @param defaultBinding what the cluster gives a guest that says nothing of networks
 */
record VmObserved(ObservedInstance instance, Optional<VirtualMachineSpec> runningSpec, Binding defaultBinding) {}
