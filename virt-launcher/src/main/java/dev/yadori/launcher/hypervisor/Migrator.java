package dev.yadori.launcher.hypervisor;

import java.time.Duration;
import java.util.UUID;

/** Moves guests. Calls may come while another thread is in {@link #migrate}. */
public interface Migrator {

    /**
     * Moves a guest that runs, or is paused, and returns when that is over: without an exception the guest is off here, for
     * the reason MIGRATED, and paused there. With one it is what {@link Hypervisor#observe} says, and if it is paused because
     * of the migration while no job goes on, it may go on here.
     */
    void migrate(UUID guest, MigrationOrder order) throws HypervisorException;

    /** What goes on, or went on last. */
    MigrationJob job(UUID guest) throws HypervisorException;

    /** How long the guest may stand still at the end of a migration. May be said before it begins. */
    void limitDowntime(UUID guest, Duration most) throws HypervisorException;

    /** Ends what goes on. Nothing is no failure; whether it came in time, the guest's state says. */
    void abortMigration(UUID guest) throws HypervisorException;

    /**
     * Calls back, once and on any thread, when the process that the guest runs in now has ended. That is the earliest that
     * anybody can know, and no more: what it means, {@link #job} and {@link Hypervisor#observe} say later. Where the process
     * is not found, nothing happens.
     */
    void onEmulatorEnd(UUID guest, Runnable ended);
}
