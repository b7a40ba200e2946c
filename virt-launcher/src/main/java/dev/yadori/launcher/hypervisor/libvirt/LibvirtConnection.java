package dev.yadori.launcher.hypervisor.libvirt;

import com.sun.jna.Pointer;
import dev.yadori.launcher.hypervisor.HypervisorException;
import dev.yadori.launcher.hypervisor.HypervisorException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.ToIntFunction;

/** One connection to libvirtd, from its opening to its loss. Safe for use by several threads. */
final class LibvirtConnection implements AutoCloseable {
    private static final int KEEP_ALIVE_SECONDS = 10;
    private static final int KEEP_ALIVE_COUNT = 3;

    private final Pointer connection;
    private final List<Integer> registrations = new ArrayList<>();
    /** Kept, because libvirt does not keep it from the garbage collector. */
    private final LibVirt.DomainEvent event;

    private final LibVirt.Close close;
    private boolean closed;

    private LibvirtConnection(Pointer connection, Runnable listener) {
        this.connection = connection;
        this.event = (_, _, _) -> listener.run();
        this.close = (_, _, _) -> listener.run();
    }

    /** The listener is called on libvirt's event loop after each event and when the connection is lost. */
    static LibvirtConnection open(String uri, Runnable listener) throws HypervisorException {
        EventLoop.start();
        var pointer = LibVirt.virConnectOpen(uri);
        if (pointer == null) {
            throw new HypervisorException(Reason.UNREACHABLE, LibVirt.virGetLastErrorMessage());
        }
        var opened = new LibvirtConnection(pointer, listener);
        try {
            opened.register();
            return opened;
        } catch (HypervisorException e) {
            opened.close();
            throw e;
        }
    }

    private void register() throws HypervisorException {
        check(LibVirt.virConnectSetKeepAlive(connection, KEEP_ALIVE_SECONDS, KEEP_ALIVE_COUNT));
        check(LibVirt.virConnectRegisterCloseCallback(connection, close, null, null));
        for (int kind : new int[] {LibVirt.EVENT_LIFECYCLE, LibVirt.EVENT_IO_ERROR, LibVirt.EVENT_AGENT_LIFECYCLE}) {
            registrations.add(
                    check(LibVirt.virConnectDomainEventRegisterAny(connection, null, kind, event, null, null)));
        }
    }

    synchronized boolean isAlive() {
        return !closed && LibVirt.virConnectIsAlive(connection) == 1;
    }

    synchronized void define(String xml) throws HypervisorException {
        requireOpen();
        var domain = LibVirt.virDomainDefineXML(connection, xml);
        if (domain == null) {
            var failure = failure();
            // Nothing but the definition can be wrong, whatever libvirt calls it.
            throw failure.reason() == Reason.UNREACHABLE
                    ? failure
                    : new HypervisorException(Reason.REJECTED, failure.getMessage());
        }
        LibVirt.virDomainFree(domain);
    }

    synchronized String domainCapabilities(String emulator, String machine, String type) throws HypervisorException {
        requireOpen();
        var text = LibVirt.virConnectGetDomainCapabilities(connection, emulator, "x86_64", machine, type, 0);
        if (text == null) {
            throw failure();
        }
        return LibVirt.taken(text);
    }

    /** The call returns below 0 where it failed. Only the look-up excludes closing: a domain holds on to its connection. */
    int call(UUID guest, ToIntFunction<Pointer> call) throws HypervisorException {
        var domain = lookUp(guest);
        try {
            return check(call.applyAsInt(domain));
        } finally {
            LibVirt.virDomainFree(domain);
        }
    }

    String xml(UUID guest) throws HypervisorException {
        var domain = lookUp(guest);
        try {
            var text = LibVirt.virDomainGetXMLDesc(domain, 0);
            if (text == null) {
                throw failure();
            }
            return LibVirt.taken(text);
        } finally {
            LibVirt.virDomainFree(domain);
        }
    }

    private synchronized Pointer lookUp(UUID guest) throws HypervisorException {
        requireOpen();
        var domain = LibVirt.virDomainLookupByUUIDString(connection, guest.toString());
        if (domain == null) {
            throw failure();
        }
        return domain;
    }

    private void requireOpen() throws HypervisorException {
        if (closed) {
            throw new HypervisorException(Reason.UNREACHABLE, "the connection to libvirtd is closed");
        }
    }

    private int check(int result) throws HypervisorException {
        if (result < 0) {
            throw failure();
        }
        return result;
    }

    private HypervisorException failure() {
        var message = LibVirt.virGetLastErrorMessage();
        int code = LibVirt.virGetLastErrorCode();
        return new HypervisorException(isAlive() ? reason(code) : Reason.UNREACHABLE, message);
    }

    private static Reason reason(int code) {
        return switch (code) {
            case LibVirt.ERROR_NO_DOMAIN -> Reason.NO_GUEST;
            case LibVirt.ERROR_OPERATION_INVALID -> Reason.WRONG_STATE;
            case LibVirt.ERROR_XML,
                    LibVirt.ERROR_XML_DETAIL,
                    LibVirt.ERROR_CONFIG_UNSUPPORTED,
                    LibVirt.ERROR_OS_TYPE,
                    LibVirt.ERROR_INVALID_ARGUMENT -> Reason.REJECTED;
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
        registrations.forEach(id -> LibVirt.virConnectDomainEventDeregisterAny(connection, id));
        LibVirt.virConnectUnregisterCloseCallback(connection, close);
        LibVirt.virConnectClose(connection);
    }
}
