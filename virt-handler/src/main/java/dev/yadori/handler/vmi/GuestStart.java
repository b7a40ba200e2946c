package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.handler.launcher.GuestNetwork;
import dev.yadori.handler.launcher.LauncherClient;

/** Starts a guest in its pod. Blocks; never throws. */
@FunctionalInterface
interface GuestStart {
    StartOutcome run(VirtualMachineInstance vmi, GuestPod pod, LauncherClient client, GuestNetwork network);
}
