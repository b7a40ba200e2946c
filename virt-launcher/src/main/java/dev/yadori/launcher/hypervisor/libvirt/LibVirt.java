package dev.yadori.launcher.hypervisor.libvirt;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libvirt that are used, under their own names; libvirt's reference says what they do. Bound directly, which
 * takes no proxy, no table of methods and no finalizer.
 *
 * @see <a href="https://libvirt.org/html/index.html">libvirt's reference</a>
 */
final class LibVirt {
    static final int ERROR_INVALID_ARGUMENT = 8;
    static final int ERROR_OS_TYPE = 16;
    static final int ERROR_XML = 27;
    static final int ERROR_XML_DETAIL = 35;
    static final int ERROR_NO_DOMAIN = 42;
    static final int ERROR_OPERATION_INVALID = 55;
    static final int ERROR_CONFIG_UNSUPPORTED = 67;

    static final int EVENT_LIFECYCLE = 0;
    static final int EVENT_IO_ERROR = 4;
    static final int EVENT_AGENT_LIFECYCLE = 18;

    static final int START_PAUSED = 1;
    static final int SHUTDOWN_ACPI = 1;
    static final int SHUTDOWN_AGENT = 2;

    static {
        // Without the number it is the link that only comes with development files.
        Native.register(LibVirt.class, "libvirt.so.0");
    }

    private LibVirt() {}

    /** virConnectDomainEventGenericCallback. Those of other events have more arguments, which a C caller may pass unseen. */
    interface DomainEvent extends Callback {
        void invoke(Pointer connection, Pointer domain, @Nullable Pointer opaque);
    }

    /** virConnectCloseFunc. */
    interface Close extends Callback {
        void invoke(Pointer connection, int reason, @Nullable Pointer opaque);
    }

    /** virErrorFunc. */
    interface ErrorFunction extends Callback {
        void invoke(@Nullable Pointer userData, @Nullable Pointer error);
    }

    static native int virEventRegisterDefaultImpl();

    static native int virEventRunDefaultImpl();

    static native void virSetErrorFunc(@Nullable Pointer userData, ErrorFunction handler);

    static native int virGetLastErrorCode();

    static native String virGetLastErrorMessage();

    static native @Nullable Pointer virConnectOpen(String uri);

    static native int virConnectClose(Pointer connection);

    static native int virConnectIsAlive(Pointer connection);

    static native int virConnectSetKeepAlive(Pointer connection, int seconds, int count);

    static native int virConnectRegisterCloseCallback(
            Pointer connection, Close callback, @Nullable Pointer opaque, @Nullable Pointer free);

    static native int virConnectUnregisterCloseCallback(Pointer connection, Close callback);

    static native int virConnectDomainEventRegisterAny(
            Pointer connection,
            @Nullable Pointer domain,
            int event,
            DomainEvent callback,
            @Nullable Pointer opaque,
            @Nullable Pointer free);

    static native int virConnectDomainEventDeregisterAny(Pointer connection, int callback);

    static native @Nullable Pointer virConnectGetDomainCapabilities(
            Pointer connection,
            @Nullable String emulator,
            @Nullable String architecture,
            @Nullable String machine,
            @Nullable String type,
            int flags);

    static native @Nullable Pointer virDomainLookupByUUIDString(Pointer connection, String uuid);

    static native @Nullable Pointer virDomainDefineXML(Pointer connection, String xml);

    static native int virDomainFree(Pointer domain);

    static native int virDomainCreateWithFlags(Pointer domain, int flags);

    static native int virDomainGetState(Pointer domain, int[] state, int[] reason, int flags);

    static native @Nullable Pointer virDomainGetXMLDesc(Pointer domain, int flags);

    static native int virDomainShutdownFlags(Pointer domain, int flags);

    static native int virDomainDestroy(Pointer domain);

    static native int virDomainSuspend(Pointer domain);

    static native int virDomainResume(Pointer domain);

    /** The text of a char* that the caller has to free. */
    static String taken(Pointer text) {
        try {
            return text.getString(0, "UTF-8");
        } finally {
            Native.free(Pointer.nativeValue(text));
        }
    }
}
