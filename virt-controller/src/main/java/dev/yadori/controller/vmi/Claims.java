package dev.yadori.controller.vmi;

import dev.yadori.controller.vmi.pod.ClaimMode;
import java.util.Map;

/** The PersistentVolumeClaims that a pod needs before it can be made. */
public sealed interface Claims {

    /** All are there; each with its mode. */
    record Ready(Map<String, ClaimMode> modes) implements Claims {
        public Ready {
            modes = Map.copyOf(modes);
        }
    }

    /** One is not there. */
    record Missing(String name) implements Claims {}
}
