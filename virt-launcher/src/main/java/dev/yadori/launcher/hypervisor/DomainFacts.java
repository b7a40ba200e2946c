package dev.yadori.launcher.hypervisor;

/**
 * What the hypervisor made of what it was asked for.
 *
 * @param accelerated whether the processor's own virtualization runs it
 * @param machineType with its version
 */
public record DomainFacts(boolean accelerated, String machineType, boolean agentConnected) {
    public static final DomainFacts NONE = new DomainFacts(false, "", false);
}
