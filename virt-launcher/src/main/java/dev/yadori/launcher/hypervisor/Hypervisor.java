package dev.yadori.launcher.hypervisor;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.UUID;

/**
 * Runs one guest. Calls block and come from one thread at a time, but for those that go through the guest's agent, which may
 * take as long as the guest likes, for {@link #takePicture} and {@link #statistics}, and for those of {@link Migrator}: they come from threads of
 * their own.
 */
public interface Hypervisor extends Migrator, AutoCloseable {

    /** How a guest is asked. */
    enum PowerButton {
        ACPI,
        AGENT
    }

    /**
     * Called, on any thread, when something may have changed; what, {@link #observe} says. So an event that is late, doubled
     * or overtaken does no harm.
     */
    void onChange(Runnable listener);

    /** Connects, and learns what would otherwise hold up the first start; may take a second. */
    void warmUp() throws HypervisorException;

    /**
     * What is known now. Connects where there is no connection; one that was lost is reported once as unknown before it is
     * made anew.
     */
    Observation observe(UUID guest);

    /** Makes the guest known without starting it, in place of an earlier definition; how it ends is then remembered. */
    void define(String domainXml) throws HypervisorException;

    /** Starts what was defined, and returns when it runs. */
    void start(UUID guest, boolean paused) throws HypervisorException;

    /** Returns when the guest was asked, not when it obeyed. */
    void askToPowerOff(UUID guest, PowerButton button) throws HypervisorException;

    /** Returns when the guest was asked; through the agent, when it has obeyed or cannot be reached. */
    void askToReboot(UUID guest, PowerButton button) throws HypervisorException;

    /** Presses the reset button. */
    void reset(UUID guest) throws HypervisorException;

    /** Writes the first screen as it is now, as PPM or PNG. */
    void takePicture(UUID guest, OutputStream picture) throws HypervisorException, IOException;

    /** What a guest that runs has used, as far as that is known without waiting for it. */
    DomainStatistics statistics(UUID guest) throws HypervisorException;

    /**
     * Asks the guest's agent, in its JSON.
     *
     * @param patience for its answer, in seconds; to find that it is not there takes 5 s more
     * @return its answer, of at most 256 KiB; a longer one is a failure
     */
    String askAgent(UUID guest, String command, Duration patience) throws HypervisorException;

    /** What is done with a device of a guest that runs. */
    enum DeviceChange {
        /** Returns when the device is there. */
        PLUG,
        /** Takes over what can be changed of a device that is there. */
        UPDATE
    }

    void change(UUID guest, DeviceChange change, String deviceXml) throws HypervisorException;

    /** Returns when the guest was asked to let the device with that alias go. */
    void unplug(UUID guest, String alias) throws HypervisorException;

    /**
     * Has the emulator say where the guest is on the networks of its cards that are taps: with packets from their addresses,
     * a few within a second, which the guest knows nothing of. Returns before they are sent.
     */
    void announce(UUID guest) throws HypervisorException;

    /** Ends the guest now. One that does not run is left alone. */
    void destroy(UUID guest) throws HypervisorException;

    void pause(UUID guest) throws HypervisorException;

    void resume(UUID guest) throws HypervisorException;

    @Override
    void close();
}
