package dev.yadori.launcher.hypervisor.libvirt;

import dev.yadori.launcher.hypervisor.HypervisorException;
import dev.yadori.launcher.hypervisor.HypervisorException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.libvirt.Domain;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;
import org.libvirt.Stream;
import org.libvirt.event.AgentLifecycleListener;
import org.libvirt.event.IOErrorListener;
import org.libvirt.event.LifecycleListener;
import org.libvirt.jna.DomainPointer;
import org.libvirt.jna.Libvirt;
import org.libvirt.jna.virError;

/** One connection to libvirtd, from its opening to its loss. Safe for use by several threads. */
final class LibvirtConnection implements AutoCloseable {
    private static final int KEEP_ALIVE_SECONDS = 10;
    private static final int KEEP_ALIVE_COUNT = 3;

    private final BareConnect connect;
    private final Runnable listener;
    private final LifecycleListener lifecycle;
    private final IOErrorListener ioError;
    private final AgentLifecycleListener agent;
    /** libvirt calls it for as long as it is registered: it must not be collected before. */
    private final LibVirt.DeviceCallback device;

    private int deviceRegistration = -1;
    private boolean closed;

    private LibvirtConnection(BareConnect connect, Runnable listener) {
        this.connect = connect;
        this.listener = listener;
        this.lifecycle = (domain, _) -> {
            happened(domain);
            return 0;
        };
        this.ioError = (domain, _, _, _) -> happened(domain);
        this.agent = (domain, _, _) -> happened(domain);
        this.device = (_, _, _, _) -> listener.run();
    }

    /** The listener is called on libvirt's event loop after each event and when the connection is lost. */
    static LibvirtConnection open(String uri, Runnable listener) throws HypervisorException {
        EventLoop.start();
        LibvirtConnection opened;
        try {
            opened = new LibvirtConnection(new BareConnect(uri), listener);
        } catch (LibvirtException e) {
            throw new HypervisorException(Reason.UNREACHABLE, e.getError().getMessage());
        }
        try {
            opened.register();
            return opened;
        } catch (LibvirtException e) {
            var failure = opened.failure(e);
            opened.close();
            throw failure;
        } catch (HypervisorException e) {
            opened.close();
            throw e;
        }
    }

    private void register() throws LibvirtException, HypervisorException {
        connect.setKeepAlive(KEEP_ALIVE_SECONDS, KEEP_ALIVE_COUNT);
        connect.registerCloseListener((_, _) -> listener.run());
        connect.addLifecycleListener(lifecycle);
        connect.addIOErrorListener(ioError);
        connect.addAgentLifecycleListener(agent);
        deviceRegistration = LibVirt.virConnectDomainEventRegisterAny(
                connect.handle(), null, LibVirt.EVENT_DEVICE_REMOVED, device, null, null);
        if (deviceRegistration < 0) {
            throw lastFailure();
        }
    }

    private void happened(Domain domain) {
        release(domain);
        listener.run();
    }

    synchronized boolean isAlive() {
        try {
            return !closed && connect.isAlive();
        } catch (LibvirtException e) {
            return false;
        }
    }

    synchronized void define(String xml) throws HypervisorException {
        requireOpen();
        try {
            release(connect.domainDefineXML(xml));
        } catch (LibvirtException e) {
            // Nothing but the definition can be wrong, whatever libvirt calls it.
            throw new HypervisorException(
                    isAlive() ? Reason.REJECTED : Reason.UNREACHABLE,
                    e.getError().getMessage());
        }
    }

    synchronized String domainCapabilities(String emulator, String machine, String type) throws HypervisorException {
        requireOpen();
        var text = LibVirt.virConnectGetDomainCapabilities(connect.handle(), emulator, "x86_64", machine, type, 0);
        if (text == null) {
            throw lastFailure();
        }
        return text.toString();
    }

    /** What libvirt-java does with a domain. */
    interface Call<T> {
        T on(Domain domain) throws LibvirtException;
    }

    /** What it does without an answer. */
    interface Order {
        void to(Domain domain) throws LibvirtException;
    }

    void order(UUID guest, Order order) throws HypervisorException {
        var _ = call(guest, domain -> {
            order.to(domain);
            return guest;
        });
    }

    /** Only the look-up excludes closing: a domain holds on to its connection. */
    <T> T call(UUID guest, Call<T> call) throws HypervisorException {
        try {
            var domain = lookUp(guest);
            try {
                return call.on(domain);
            } finally {
                release(domain);
            }
        } catch (LibvirtException e) {
            throw failure(e);
        }
    }

    private synchronized Domain lookUp(UUID guest) throws HypervisorException, LibvirtException {
        requireOpen();
        return connect.domainLookupByUUIDString(guest.toString());
    }

    /** The agent's answer, which is taken only if it is not too long. */
    String askAgent(UUID guest, String command, int seconds) throws HypervisorException {
        var domain = lookUpBare(guest);
        try {
            var answer = LibVirtQemu.virDomainQemuAgentCommand(domain, command, seconds, 0);
            if (answer == null) {
                throw lastFailure();
            }
            return LibVirtQemu.take(answer)
                    .orElseThrow(() -> new HypervisorException(Reason.FAILED, "the agent's answer is too long"));
        } finally {
            Libvirt.INSTANCE.virDomainFree(domain);
        }
    }

    /** The picture of the first screen, as libvirt streams it. */
    void screenshot(UUID guest, OutputStream picture) throws HypervisorException, IOException {
        try {
            var domain = lookUp(guest);
            try {
                ScreenshotStream.copy(stream(), domain, picture);
            } finally {
                release(domain);
            }
        } catch (LibvirtException e) {
            throw failure(e);
        }
    }

    private synchronized Stream stream() throws HypervisorException, LibvirtException {
        requireOpen();
        return connect.streamNew(0);
    }

    /** For what libvirt-java lacks; it returns below 0 where it failed. */
    void callBare(UUID guest, ToIntFunction<DomainPointer> call) throws HypervisorException {
        var domain = lookUpBare(guest);
        try {
            if (call.applyAsInt(domain) < 0) {
                throw lastFailure();
            }
        } finally {
            Libvirt.INSTANCE.virDomainFree(domain);
        }
    }

    private synchronized DomainPointer lookUpBare(UUID guest) throws HypervisorException {
        requireOpen();
        @Nullable
        DomainPointer domain = Libvirt.INSTANCE.virDomainLookupByUUIDString(connect.handle(), guest.toString());
        if (domain == null) {
            throw lastFailure();
        }
        return domain;
    }

    /** At once and here, or a finalizer does it some time on a thread of its own. */
    private static void release(Domain domain) {
        try {
            domain.free();
        } catch (LibvirtException e) {
            throw new IllegalStateException("libvirt does not know a domain that it gave: " + e.getMessage(), e);
        }
    }

    private void requireOpen() throws HypervisorException {
        if (closed) {
            throw new HypervisorException(Reason.UNREACHABLE, "the connection to libvirtd is closed");
        }
    }

    /** The failure of a call that libvirt-java does not know of. libvirt keeps it for the thread. */
    private HypervisorException lastFailure() {
        @Nullable virError last = Libvirt.INSTANCE.virGetLastError();
        return last == null
                ? new HypervisorException(Reason.FAILED, "libvirt gives no reason")
                : failure(new org.libvirt.Error(last));
    }

    private HypervisorException failure(LibvirtException e) {
        return failure(e.getError());
    }

    private HypervisorException failure(org.libvirt.Error error) {
        return new HypervisorException(isAlive() ? reason(error.getCode()) : Reason.UNREACHABLE, error.getMessage());
    }

    private static Reason reason(ErrorNumber code) {
        return switch (code) {
            case VIR_ERR_NO_DOMAIN -> Reason.NO_GUEST;
            case VIR_ERR_OPERATION_INVALID -> Reason.WRONG_STATE;
            case VIR_ERR_ARGUMENT_UNSUPPORTED -> Reason.NO_AGENT;
            case VIR_ERR_AGENT_UNRESPONSIVE, VIR_ERR_AGENT_UNSYNCED, VIR_ERR_OPERATION_TIMEOUT -> Reason.AGENT_SILENT;
            case VIR_ERR_XML_ERROR,
                    VIR_ERR_XML_DETAIL,
                    VIR_ERR_CONFIG_UNSUPPORTED,
                    VIR_ERR_OS_TYPE,
                    VIR_ERR_INVALID_ARG -> Reason.REJECTED;
            default -> Reason.FAILED;
        };
    }

    /** Each registration holds on to the connection, which would otherwise stay. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        attempt(() -> connect.removeLifecycleListener(lifecycle));
        attempt(() -> connect.removeIOErrorListener(ioError));
        attempt(() -> connect.removeAgentLifecycleListener(agent));
        if (deviceRegistration >= 0) {
            LibVirt.virConnectDomainEventDeregisterAny(connect.handle(), deviceRegistration);
        }
        attempt(connect::unregisterCloseListener);
        attempt(connect::close);
    }

    private interface Step {
        void take() throws LibvirtException;
    }

    /** libvirt complains about each step where the connection is lost, after having taken it on this side. */
    private static void attempt(Step step) {
        try {
            step.take();
        } catch (LibvirtException e) {
            // Nobody could do anything about it.
        }
    }
}
