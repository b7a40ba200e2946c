package dev.yadori.handler.launcher;

import com.google.protobuf.ByteString;
import dev.yadori.proto.launcher.v1.AgentInfo;
import dev.yadori.proto.launcher.v1.GuestStats;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.MigrationTerms;
import dev.yadori.proto.launcher.v1.NetworkInterface;
import java.time.Duration;
import java.util.List;

/** One launcher. All calls are bounded in time, may come from any thread, and can be repeated. */
public interface LauncherClient extends AutoCloseable {

    /** Who answers. */
    LauncherInfo info() throws LauncherException;

    /** Starts the guest, which may take a minute; a guest that runs is left alone. */
    GuestReport start(LaunchSpec spec) throws LauncherException;

    /** At a target: makes what the guest needs and waits for it, which may take a minute. */
    GuestReport prepareIncoming(LaunchSpec spec, String migration) throws LauncherException;

    /** At a target: the source has stopped. Fails as NOT_READY with reason NOT_COMPLETE or GUEST_ENDED. */
    GuestReport completeIncoming(String migration, boolean pausedByUser) throws LauncherException;

    /** At a source: begins to move the guest. */
    void migrate(String migration, MigrationTerms terms) throws LauncherException;

    void cancelMigration(String migration) throws LauncherException;

    /** At a source whose guest has left: it may end. */
    void release(String migration) throws LauncherException;

    /** Makes the cards of a guest that runs these. Returns when the guest was told. */
    void updateInterfaces(List<NetworkInterface> interfaces) throws LauncherException;

    /** Tells the state now and then each change, until it is closed or the launcher is lost. Never blocks. */
    Watch watch(WatchListener listener);

    void pause() throws LauncherException;

    void resume() throws LauncherException;

    /**
     * The serial line, as two streams that each wait for their reader. Never blocks.
     *
     * @param replayBytes how much of what was said before comes first
     */
    GuestLine console(int replayBytes, LineListener listener);

    /**
     * The screen, as {@link #console}.
     *
     * @param preserve fail with {@link LauncherException.Kind#IN_USE} where somebody else looks
     */
    GuestLine screen(boolean preserve, LineListener listener);

    /** The screen as PNG, at most 16 MiB. */
    ByteString screenshot(boolean moveCursor) throws LauncherException;

    void reset() throws LauncherException;

    /** Returns when the guest was asked. */
    void reboot() throws LauncherException;

    /** Freezes the guest's file systems; zero: for as long as nobody thaws them. */
    void freeze(Duration timeout) throws LauncherException;

    void thaw() throws LauncherException;

    /** What the guest's agent has said last, at most 48 KiB. */
    AgentInfo agentInfo() throws LauncherException;

    /** What the guest has used. Fails within 2 s. */
    GuestStats stats() throws LauncherException;

    /** Ends everything that is open. */
    @Override
    void close();

    /** A running watch. */
    interface Watch extends AutoCloseable {
        /** No call of the listener begins after the one that may be running. */
        @Override
        void close();
    }

    /** Hears of a guest. Called one at a time. */
    interface WatchListener {
        void report(GuestReport report);

        /** The last call: nothing is known any more. Not made after a close. */
        void lost(LauncherException why);
    }
}
