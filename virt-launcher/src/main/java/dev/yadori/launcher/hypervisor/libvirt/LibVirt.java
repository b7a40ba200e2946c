package dev.yadori.launcher.hypervisor.libvirt;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;
import org.libvirt.jna.CString;
import org.libvirt.jna.ConnectionPointer;
import org.libvirt.jna.DomainPointer;

/**
 * The functions of libvirt that libvirt-java does not have, under their own names; libvirt's reference says what they do.
 *
 * @see <a href="https://libvirt.org/html/index.html">libvirt's reference</a>
 */
final class LibVirt {
    static final int SHUTDOWN_ACPI = 1;
    static final int SHUTDOWN_AGENT = 2;
    static final int REBOOT_ACPI = 1;
    static final int REBOOT_AGENT = 2;
    static final int AFFECT_LIVE = 1;
    static final int EVENT_DEVICE_REMOVED = 15;

    static {
        // Without the number it is the link that only comes with development files.
        Native.register(LibVirt.class, "libvirt.so.0");
    }

    private LibVirt() {}

    /** CString frees what it has read. */
    static native @Nullable CString virConnectGetDomainCapabilities(
            ConnectionPointer connection,
            @Nullable String emulator,
            @Nullable String architecture,
            @Nullable String machine,
            @Nullable String type,
            int flags);

    static native int virDomainGetState(DomainPointer domain, int[] state, int[] reason, int flags);

    static native int virDomainAttachDeviceFlags(DomainPointer domain, String xml, int flags);

    static native int virDomainDetachDeviceAlias(DomainPointer domain, String alias, int flags);

    static native int virDomainUpdateDeviceFlags(DomainPointer domain, String xml, int flags);

    /** Of an event about a device. */
    interface DeviceCallback extends Callback {
        void happened(Pointer connection, Pointer domain, String device, @Nullable Pointer opaque);
    }

    static native int virConnectDomainEventRegisterAny(
            ConnectionPointer connection,
            @Nullable DomainPointer domain,
            int event,
            DeviceCallback callback,
            @Nullable Pointer opaque,
            @Nullable Pointer free);

    static native int virConnectDomainEventDeregisterAny(ConnectionPointer connection, int registration);

    /** The list ends with a null pointer; so does what is pointed to. */
    static native int virDomainListGetStats(Pointer domains, int statistics, PointerByReference records, int flags);

    static native void virDomainStatsRecordListFree(Pointer records);

    static native int virDomainShutdownFlags(DomainPointer domain, int flags);
}
