package dev.yadori.crds.launcher;

import dev.yadori.crds.v1.Cpu;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Dedicated CPUs that a pod has beside those of its guest, for the emulator's own threads. The pod asks for them and the
 * launcher expects them, so that both have to count alike.
 */
public final class EmulatorCpus {

    private EmulatorCpus() {}

    /**
     * One where the emulator is isolated, or two where the object says that the pod is to have an even number: a core with two
     * threads would be divided between two pods otherwise.
     *
     * @param annotations of the object
     * @param guestCpus how many the guest has
     */
    public static int of(@Nullable Cpu cpu, @Nullable Map<String, String> annotations, int guestCpus) {
        if (cpu == null || !cpu.ownsHostCpus() || !Boolean.TRUE.equals(cpu.isolateEmulatorThread())) {
            return 0;
        }
        boolean even = annotations != null
                && annotations.containsKey(KubeVirtAnnotations.EMULATOR_THREAD_COMPLETE_TO_EVEN_PARITY);
        return even && guestCpus % 2 == 0 ? 2 : 1;
    }
}
