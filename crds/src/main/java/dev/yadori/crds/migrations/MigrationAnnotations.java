package dev.yadori.crds.migrations;

/** Annotations of a VirtualMachineInstanceMigration that state terms of its own. */
public final class MigrationAnnotations {

    /** Milliseconds the guest may stand still. */
    public static final String MAX_DOWNTIME_MS = "yadori.dev/max-downtime-ms";

    /** Seconds until the migration has taken too long, whatever the guest's size. */
    public static final String COMPLETION_TIMEOUT_SECONDS = "yadori.dev/completion-timeout-seconds";

    private MigrationAnnotations() {}
}
