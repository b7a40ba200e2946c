package dev.yadori.handler.vmi;

import dev.yadori.crds.v1.VirtualMachineInstance;
import java.util.Optional;

/**
 * All that is known of one guest.
 *
 * @param pod the one that the object owns and has recorded; empty: not known, which proves nothing
 */
public record VmiObserved(VirtualMachineInstance vmi, Optional<PodFacts> pod, LauncherView launcher) {}
