package dev.yadori.launcher.hypervisor.libvirt;

import com.sun.jna.ptr.PointerByReference;
import dev.yadori.launcher.hypervisor.DomainStatistics;
import dev.yadori.launcher.hypervisor.Execution;
import dev.yadori.launcher.hypervisor.Execution.OffCause;
import dev.yadori.launcher.hypervisor.Execution.PauseCause;
import dev.yadori.launcher.hypervisor.Hypervisor;
import dev.yadori.launcher.hypervisor.HypervisorException;
import dev.yadori.launcher.hypervisor.HypervisorException.Reason;
import dev.yadori.launcher.hypervisor.MigrationJob;
import dev.yadori.launcher.hypervisor.MigrationOrder;
import dev.yadori.launcher.hypervisor.Observation;
import dev.yadori.launcher.log.Log;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.libvirt.Domain;

/** libvirt's QEMU driver in a daemon of its own. Domains are persistent, so that libvirt keeps how they ended. */
public final class LibvirtHypervisor implements Hypervisor {
    /** What QEMU does by itself where a guest has arrived. libvirt has no function for it. */
    private static final String ANNOUNCE =
            "{\"execute\":\"announce-self\",\"arguments\":{\"initial\":50,\"max\":550,\"rounds\":5,\"step\":100}}";

    private final String uri;
    private final String emulator;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final EmulatorProcess process = new EmulatorProcess(Path.of("/proc"));
    private @Nullable LibvirtConnection connection;

    /** The emulator is a path. */
    public LibvirtHypervisor(String uri, String emulator) {
        this.uri = uri;
        this.emulator = emulator;
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    @Override
    public Observation observe(UUID guest) {
        if (isLost()) {
            close();
            return new Observation.Unknown("The connection to libvirtd was lost.");
        }
        try {
            var connected = connected();
            int[] state = new int[1];
            int[] reason = new int[1];
            connected.callBare(guest, domain -> LibVirt.virDomainGetState(domain, state, reason, 0));
            var xml = connected.call(guest, domain -> domain.getXMLDesc(0));
            return new Observation.Present(execution(state[0], reason[0]), DomainXmlReader.read(xml));
        } catch (HypervisorException e) {
            return e.reason() == Reason.NO_GUEST
                    ? new Observation.Absent()
                    : new Observation.Unknown("libvirt says nothing: " + e.getMessage());
        }
    }

    private synchronized boolean isLost() {
        return connection != null && !connection.isAlive();
    }

    private synchronized LibvirtConnection connected() throws HypervisorException {
        if (connection == null) {
            connection = LibvirtConnection.open(uri, this::changed);
            Log.info().log("connected to libvirt");
        }
        return connection;
    }

    /** virDomainState, and for some of them its reasons. */
    private static Execution execution(int state, int reason) throws HypervisorException {
        return switch (state) {
            case 1, 2 -> new Execution.Running();
            case 3, 7 -> new Execution.Paused(pauseCause(reason));
            case 4 -> new Execution.PoweringOff();
            case 5 -> new Execution.Off(offCause(reason));
            case 6 -> new Execution.Off(OffCause.CRASHED);
            default -> throw new HypervisorException(Reason.FAILED, "it calls the guest's state " + state);
        };
    }

    /** virDomainPausedReason. */
    private static PauseCause pauseCause(int reason) {
        return switch (reason) {
            case 1 -> PauseCause.USER;
            case 5 -> PauseCause.IO_ERROR;
            // While it moves, and while the emulator waits for what comes.
            case 2, 11 -> PauseCause.MIGRATION;
            default -> PauseCause.OTHER;
        };
    }

    /** virDomainShutoffReason. */
    private static OffCause offCause(int reason) {
        return switch (reason) {
            case 1 -> OffCause.SHUTDOWN;
            case 2 -> OffCause.DESTROYED;
            case 3 -> OffCause.CRASHED;
            case 4 -> OffCause.MIGRATED;
            case 6 -> OffCause.FAILED_TO_START;
            default -> OffCause.UNKNOWN;
        };
    }

    /** libvirt starts the emulator to ask what it can, unless it has known before. */
    @Override
    public void warmUp() throws HypervisorException {
        var _ = domainCapabilities("q35", "qemu");
    }

    /** What libvirt and the emulator can do for a machine and a type of domain, as libvirt's XML. */
    public String domainCapabilities(String machine, String type) throws HypervisorException {
        return connected().domainCapabilities(emulator, machine, type);
    }

    @Override
    public void define(String domainXml) throws HypervisorException {
        connected().define(domainXml);
    }

    @Override
    public void start(UUID guest, boolean paused) throws HypervisorException {
        int flags = paused ? Domain.CreateFlags.PAUSED : Domain.CreateFlags.NONE;
        connected().order(guest, domain -> domain.create(flags));
    }

    @Override
    public void askToPowerOff(UUID guest, PowerButton button) throws HypervisorException {
        int flag = switch (button) {
            case ACPI -> LibVirt.SHUTDOWN_ACPI;
            case AGENT -> LibVirt.SHUTDOWN_AGENT;
        };
        connected().callBare(guest, domain -> LibVirt.virDomainShutdownFlags(domain, flag));
    }

    @Override
    public void askToReboot(UUID guest, PowerButton button) throws HypervisorException {
        int flag = switch (button) {
            case ACPI -> LibVirt.REBOOT_ACPI;
            case AGENT -> LibVirt.REBOOT_AGENT;
        };
        connected().order(guest, domain -> domain.reboot(flag));
    }

    @Override
    public void reset(UUID guest) throws HypervisorException {
        connected().order(guest, Domain::reset);
    }

    @Override
    public void takePicture(UUID guest, OutputStream picture) throws HypervisorException, IOException {
        connected().screenshot(guest, picture);
    }

    @Override
    public DomainStatistics statistics(UUID guest) throws HypervisorException {
        var connected = connected();
        var reader = new StatisticsReader();
        connected.callBare(guest, reader::read);
        if (!reader.runs()) {
            throw new HypervisorException(Reason.WRONG_STATE, "the guest does not run");
        }
        return reader.named(connected.call(guest, domain -> domain.getXMLDesc(0)));
    }

    @Override
    public String askAgent(UUID guest, String command, Duration patience) throws HypervisorException {
        return connected().askAgent(guest, command, (int) Math.max(1, patience.toSeconds()));
    }

    @Override
    public void change(UUID guest, DeviceChange change, String deviceXml) throws HypervisorException {
        connected().callBare(guest, domain -> switch (change) {
            case PLUG -> LibVirt.virDomainAttachDeviceFlags(domain, deviceXml, LibVirt.AFFECT_LIVE);
            case UPDATE -> LibVirt.virDomainUpdateDeviceFlags(domain, deviceXml, LibVirt.AFFECT_LIVE);
        });
    }

    @Override
    public void unplug(UUID guest, String alias) throws HypervisorException {
        connected().callBare(guest, domain -> LibVirt.virDomainDetachDeviceAlias(domain, alias, LibVirt.AFFECT_LIVE));
    }

    @Override
    public void announce(UUID guest) throws HypervisorException {
        connected().callBare(guest, domain -> {
            var answer = new PointerByReference();
            int result = LibVirtQemu.virDomainQemuMonitorCommand(domain, ANNOUNCE, answer, 0);
            LibVirtQemu.free(answer.getValue());
            return result;
        });
    }

    @Override
    public void destroy(UUID guest) throws HypervisorException {
        try {
            connected().order(guest, Domain::destroy);
        } catch (HypervisorException e) {
            if (e.reason() != Reason.WRONG_STATE) {
                throw e;
            }
        }
    }

    @Override
    public void pause(UUID guest) throws HypervisorException {
        connected().order(guest, Domain::suspend);
    }

    @Override
    public void resume(UUID guest) throws HypervisorException {
        connected().order(guest, Domain::resume);
    }

    @Override
    public void migrate(UUID guest, MigrationOrder order) throws HypervisorException {
        var parameters = LibvirtMigration.parameters(order);
        connected().order(guest, domain -> {
            var _ = domain.migrateToURI(LibvirtMigration.destination(order), parameters, LibvirtMigration.flags(order));
        });
    }

    @Override
    public MigrationJob job(UUID guest) throws HypervisorException {
        try {
            var current = connected().call(guest, domain -> LibvirtMigration.job(domain.getJobStats(0)));
            if (current instanceof MigrationJob.Active) {
                return current;
            }
        } catch (HypervisorException e) {
            // libvirt says so of a guest that is off, and has kept its last job all the same.
            if (e.reason() != Reason.WRONG_STATE) {
                throw e;
            }
        }
        return connected().call(guest, domain -> LibvirtMigration.job(domain.getJobStats(LibvirtMigration.COMPLETED)));
    }

    @Override
    public void limitDowntime(UUID guest, Duration most) throws HypervisorException {
        connected().order(guest, domain -> {
            var _ = domain.migrateSetMaxDowntime(most.toMillis());
        });
    }

    @Override
    public void abortMigration(UUID guest) throws HypervisorException {
        try {
            connected().order(guest, domain -> {
                var _ = domain.abortJob();
            });
        } catch (HypervisorException e) {
            if (e.reason() != Reason.WRONG_STATE) {
                throw e;
            }
        }
    }

    @Override
    public void onEmulatorEnd(UUID guest, Runnable ended) {
        process.onEnd(guest, ended);
    }

    /** Closes the connection. The guest does not care. */
    @Override
    public synchronized void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
