package dev.yadori.crds.v1;

/** Types of conditions, for all kinds. */
public final class ConditionTypes {

    public static final String READY = "Ready";
    public static final String LIVE_MIGRATABLE = "LiveMigratable";
    public static final String STORAGE_LIVE_MIGRATABLE = "StorageLiveMigratable";
    public static final String PAUSED = "Paused";
    public static final String AGENT_CONNECTED = "AgentConnected";
    public static final String AGENT_VERSION_NOT_SUPPORTED = "AgentVersionNotSupported";
    public static final String ACCESS_CREDENTIALS_SYNCHRONIZED = "AccessCredentialsSynchronized";
    public static final String SYNCHRONIZED = "Synchronized";
    public static final String PROVISIONING = "Provisioning";
    public static final String DATA_VOLUMES_READY = "DataVolumesReady";
    public static final String HOT_VCPU_CHANGE = "HotVCPUChange";
    public static final String HOT_MEMORY_CHANGE = "HotMemoryChange";
    public static final String VOLUMES_CHANGE = "VolumesChange";
    public static final String MIGRATION_REQUIRED = "MigrationRequired";
    public static final String EVICTION_REQUESTED = "EvictionRequested";
    public static final String DECENTRALIZED_LIVE_MIGRATION_FAILURE = "DecentralizedLiveMigrationFailure";
    public static final String SOFTWARE_EMULATION = "SoftwareEmulation";
    public static final String POD_SCHEDULED = "PodScheduled";
    public static final String FAILURE = "Failure";
    public static final String RESTART_REQUIRED = "RestartRequired";
    public static final String MANUAL_RECOVERY_REQUIRED = "ManualRecoveryRequired";
    public static final String MIGRATION_ABORT_REQUESTED = "migrationAbortRequested";
    public static final String MIGRATION_REJECTED_BY_RESOURCE_QUOTA = "migrationRejectedByResourceQuota";
    public static final String MIGRATION_BLOCKED_BY_UTILITY_VOLUMES = "migrationBlockedByUtilityVolumes";
    public static final String DECENTRALIZED_MIGRATION_BLOCKED = "decentralizedMigrationBlocked";
    public static final String MIGRATION_BLOCKED_BY_BACKUP = "migrationBlockedByBackup";

    private ConditionTypes() {}
}
