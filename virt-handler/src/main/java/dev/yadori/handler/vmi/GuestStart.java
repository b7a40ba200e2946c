package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.handler.launcher.GuestNetwork;
import dev.yadori.handler.launcher.LauncherClient;
import java.util.function.Consumer;

/**
 * Starts a guest in its pod. Blocks; never throws. Tells what it has found before it starts the guest, because the
 * launcher may say that the guest runs before the start returns.
 */
@FunctionalInterface
interface GuestStart {
    StartOutcome run(
            VirtualMachineInstance vmi,
            GuestPod pod,
            LauncherClient client,
            GuestNetwork network,
            Consumer<Findings> found);
}
