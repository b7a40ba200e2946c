package dev.yadori.controller.migration;

import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.crds.v1.VirtualMachineInstanceMigration;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long a migration waits for its target before it gives up. */
record Patience(Duration unschedulable, Duration pending) {

    private static final long UNSCHEDULABLE_SECONDS = 300;
    private static final long PENDING_SECONDS = 900;

    static Patience of(VirtualMachineInstanceMigration migration) {
        Map<String, String> annotations = migration.getMetadata().getAnnotations();
        return new Patience(
                seconds(
                        annotations,
                        KubeVirtAnnotations.MIGRATION_UNSCHEDULABLE_POD_TIMEOUT_SECONDS,
                        UNSCHEDULABLE_SECONDS),
                seconds(annotations, KubeVirtAnnotations.MIGRATION_PENDING_POD_TIMEOUT_SECONDS, PENDING_SECONDS));
    }

    private static Duration seconds(@Nullable Map<String, String> annotations, String key, long absent) {
        String text = annotations == null ? null : annotations.get(key);
        return Duration.ofSeconds(text != null && text.matches("[1-9][0-9]{0,8}") ? Long.parseLong(text) : absent);
    }
}
