package dev.yadori.handler.launch;

import com.google.protobuf.Duration;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.Devices;
import dev.yadori.crds.v1.KubeVirtAnnotations;
import dev.yadori.proto.launcher.v1.Consoles;
import dev.yadori.proto.launcher.v1.Extras;
import java.util.Objects;

/** Consoles and small devices. */
final class ExtrasMapper {
    private static final String DEVICES = "spec.domain.devices.";

    private ExtrasMapper() {}

    static Consoles consoles(Guest guest, FieldErrors errors) {
        var devices = guest.devices();
        return Consoles.newBuilder()
                .setSerial(!Boolean.FALSE.equals(devices.autoattachSerialConsole()))
                .setVnc(!Boolean.FALSE.equals(devices.autoattachGraphicsDevice()))
                .setTablet(tablet(devices, errors))
                .build();
    }

    private static Consoles.Tablet tablet(Devices devices, FieldErrors errors) {
        if (devices.inputs().isEmpty()) {
            return Boolean.TRUE.equals(devices.autoattachInputDevice())
                    ? Consoles.Tablet.TABLET_USB
                    : Consoles.Tablet.TABLET_UNSPECIFIED;
        }
        if (devices.inputs().size() > 1) {
            errors.add(DEVICES + "inputs[1]", "only one input device is supported");
        }
        var input = devices.inputs().getFirst();
        if (input.type() != null && input.type() != Devices.InputType.TABLET) {
            errors.unsupported(DEVICES + "inputs[0].type");
        }
        return switch (Objects.requireNonNullElse(input.bus(), Devices.InputBus.USB)) {
            case USB -> Consoles.Tablet.TABLET_USB;
            case VIRTIO -> Consoles.Tablet.TABLET_VIRTIO;
            case UNRECOGNIZED -> {
                errors.unsupported(DEVICES + "inputs[0].bus");
                yield Consoles.Tablet.TABLET_UNSPECIFIED;
            }
        };
    }

    /** No free root ports: nothing can be plugged into a running guest yet, and each costs memory and boot time. */
    static Extras extras(Guest guest, ClusterConfig config, FieldErrors errors) {
        var devices = guest.devices();
        var extras = Extras.newBuilder().setRng(devices.rng() != null).setWatchdog(watchdog(devices, errors));
        if (!Boolean.FALSE.equals(devices.autoattachMemBalloon())) {
            extras.setBalloon(balloon(guest, config));
        }
        return extras.build();
    }

    private static Extras.Balloon balloon(Guest guest, ClusterConfig config) {
        boolean reporting = config.guestDefaults().freePageReporting()
                && !"true".equals(guest.annotations().get(KubeVirtAnnotations.FREE_PAGE_REPORTING_DISABLED))
                && GuestMemory.pageSize(guest.domain()) == null;
        return Extras.Balloon.newBuilder()
                .setStatisticsPeriod(
                        Duration.newBuilder().setSeconds(config.guestDefaults().balloonPeriodSeconds()))
                .setFreePageReporting(reporting)
                .build();
    }

    private static Extras.WatchdogAction watchdog(Devices devices, FieldErrors errors) {
        var watchdog = devices.watchdog();
        if (watchdog == null) {
            return Extras.WatchdogAction.WATCHDOG_ACTION_UNSPECIFIED;
        }
        errors.absent(DEVICES + "watchdog.diag288", watchdog.diag288());
        var action = watchdog.i6300esb() == null ? null : watchdog.i6300esb().action();
        return switch (Objects.requireNonNullElse(action, Devices.WatchdogAction.RESET)) {
            case POWEROFF -> Extras.WatchdogAction.WATCHDOG_ACTION_POWEROFF;
            case RESET -> Extras.WatchdogAction.WATCHDOG_ACTION_RESET;
            case SHUTDOWN -> Extras.WatchdogAction.WATCHDOG_ACTION_SHUTDOWN;
            case UNRECOGNIZED -> {
                errors.unsupported(DEVICES + "watchdog.i6300esb.action");
                yield Extras.WatchdogAction.WATCHDOG_ACTION_UNSPECIFIED;
            }
        };
    }
}
