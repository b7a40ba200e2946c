package dev.yadori.launcher.launch;

import dev.yadori.launcher.domain.LaunchSpec;
import dev.yadori.launcher.domain.LaunchSpec.FirmwareKind;
import dev.yadori.launcher.domain.LaunchSpec.Tablet;
import dev.yadori.launcher.domain.MemoryBalloon;
import dev.yadori.launcher.domain.WatchdogAction;
import dev.yadori.launcher.volume.PreparedMedia;
import dev.yadori.proto.launcher.v1.Boot;
import dev.yadori.proto.launcher.v1.Consoles;
import dev.yadori.proto.launcher.v1.Extras;
import dev.yadori.proto.launcher.v1.GuestIdentity;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;

/** From the wire contract to the guest that is asked for. */
public final class LaunchSpecMapper {
    private LaunchSpecMapper() {}

    /**
     * The whole guest.
     *
     * @throws SpecException for the first field that cannot be
     */
    public static LaunchSpec toDomain(
            dev.yadori.proto.launcher.v1.LaunchSpec spec, PreparedMedia media, RuntimePaths paths) {
        return new LaunchSpec(
                identity(spec.getIdentity()),
                ComputeMapper.compute(spec.getCompute()),
                boot(spec, media, paths),
                FeaturesMapper.features(spec.getFeatures()),
                ClockMapper.clock(spec.getClock()),
                consoles(spec.getConsoles(), paths),
                devices(spec, media, paths));
    }

    /** The domain is named as KubeVirt's is, namespace_name. */
    private static LaunchSpec.Identity identity(GuestIdentity asked) {
        var name = Fields.required("identity.name", asked.getName());
        var namespace = Fields.required("identity.namespace", asked.getNamespace());
        return new LaunchSpec.Identity(
                namespace + "_" + name,
                Fields.uuid("identity.firmware_uuid", asked.getFirmwareUuid()),
                Fields.optional(asked.getSerial()),
                namespace,
                Fields.uuid("identity.object_uid", asked.getObjectUid()));
    }

    private static LaunchSpec.Boot boot(
            dev.yadori.proto.launcher.v1.LaunchSpec spec, PreparedMedia media, RuntimePaths paths) {
        var boot = spec.getBoot();
        if (boot.hasKernel() && media.kernel().isEmpty()) {
            throw new SpecException("boot.kernel", "was not prepared");
        }
        return new LaunchSpec.Boot(
                Fields.required("boot.machine", boot.getMachine()),
                firmware(boot, paths),
                media.kernel(),
                spec.getLifecycle().getRebootAllowed());
    }

    private static FirmwareKind firmware(Boot boot, RuntimePaths paths) {
        return switch (boot.getFirmwareCase()) {
            case BIOS -> new FirmwareKind.Bios(boot.getBios().getUseSerial());
            case UEFI ->
                new FirmwareKind.Uefi(
                        boot.getUefi().getSecureBoot(), paths.nvram().toString());
            case FIRMWARE_NOT_SET -> throw Fields.unknown("boot.firmware");
        };
    }

    private static LaunchSpec.Consoles consoles(Consoles asked, RuntimePaths paths) {
        Optional<LaunchSpec.SerialConsole> serial = asked.getSerial()
                ? Optional.of(new LaunchSpec.SerialConsole(
                        paths.serialSocket().toString(),
                        Optional.of(paths.serialLog().toString())))
                : Optional.empty();
        Optional<Tablet> tablet = switch (asked.getTablet()) {
            case TABLET_UNSPECIFIED -> Optional.empty();
            case TABLET_USB -> Optional.of(Tablet.USB);
            case TABLET_VIRTIO -> Optional.of(Tablet.VIRTIO);
            case UNRECOGNIZED -> throw Fields.unknown("consoles.tablet");
        };
        Optional<String> vnc = asked.getVnc() ? Optional.of(paths.vncSocket().toString()) : Optional.empty();
        return new LaunchSpec.Consoles(serial, vnc, tablet);
    }

    private static LaunchSpec.Devices devices(
            dev.yadori.proto.launcher.v1.LaunchSpec spec, PreparedMedia media, RuntimePaths paths) {
        var extras = spec.getExtras();
        return new LaunchSpec.Devices(
                IntStream.range(0, spec.getDisksCount())
                        .mapToObj(i -> DiskMapper.disk("disks[" + i + "]", spec.getDisks(i), media))
                        .toList(),
                CardMapper.cards(spec.getInterfacesList()),
                extras.getRng(),
                extras.hasBalloon() ? Optional.of(balloon(extras.getBalloon())) : Optional.empty(),
                watchdog(extras),
                Optional.of(paths.agentSocket().toString()),
                Fields.optional("extras.hotplug_ports", extras.getHotplugPorts())
                        .orElse(0));
    }

    private static MemoryBalloon balloon(Extras.Balloon asked) {
        var period = asked.getStatisticsPeriod();
        if (period.getSeconds() < 0 || period.getSeconds() > Integer.MAX_VALUE) {
            throw new SpecException("extras.balloon.statistics_period", "no period: " + period.getSeconds() + " s");
        }
        return new MemoryBalloon(Duration.ofSeconds(period.getSeconds()), asked.getFreePageReporting());
    }

    private static Optional<WatchdogAction> watchdog(Extras asked) {
        return switch (asked.getWatchdog()) {
            case WATCHDOG_ACTION_UNSPECIFIED -> Optional.empty();
            case WATCHDOG_ACTION_POWEROFF -> Optional.of(WatchdogAction.POWEROFF);
            case WATCHDOG_ACTION_RESET -> Optional.of(WatchdogAction.RESET);
            case WATCHDOG_ACTION_SHUTDOWN -> Optional.of(WatchdogAction.SHUTDOWN);
            case UNRECOGNIZED -> throw Fields.unknown("extras.watchdog");
        };
    }
}
