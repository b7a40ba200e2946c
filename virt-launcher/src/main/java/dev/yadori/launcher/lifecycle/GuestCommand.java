package dev.yadori.launcher.lifecycle;

import dev.yadori.launcher.hypervisor.DomainFacts;
import dev.yadori.launcher.hypervisor.HypervisorException;
import java.util.UUID;

/** Something to do with a guest that runs or is paused. Happens on the guest's thread, so that it has to be short. */
@FunctionalInterface
public interface GuestCommand {

    void run(UUID guest, DomainFacts facts) throws HypervisorException;
}
