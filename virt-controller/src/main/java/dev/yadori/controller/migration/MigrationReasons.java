package dev.yadori.controller.migration;

/** Reasons of events and conditions about migrations, as clients know them. */
final class MigrationReasons {

    static final String SUCCESSFUL_CREATE = "SuccessfulCreate";
    static final String SUCCESSFUL_DELETE = "SuccessfulDelete";
    static final String SUCCESSFUL_HAND_OVER = "SuccessfulHandOver";
    static final String SUCCESSFUL_MIGRATION = "SuccessfulMigration";
    static final String FAILED_MIGRATION = "FailedMigration";
    static final String FAILED_CREATE = "FailedCreate";
    static final String CANCELLED = "MigrationCancelled";
    static final String QUOTA = "ExceededQuota";

    private MigrationReasons() {}
}
