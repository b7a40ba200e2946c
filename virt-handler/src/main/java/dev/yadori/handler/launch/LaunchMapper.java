package dev.yadori.handler.launch;

import com.google.protobuf.Duration;
import dev.yadori.crds.config.ClusterConfig;
import dev.yadori.crds.v1.DomainSpec.RebootPolicy;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec.StartStrategy;
import dev.yadori.proto.launcher.v1.GuestIdentity;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.Lifecycle;
import java.util.List;
import java.util.Objects;

/**
 * From the API's object to what a launcher is told. Total: admission has set most defaults already, but nothing here relies
 * on it. A field that no launcher can serve is an error and never left out, whatever admission has let through.
 */
public final class LaunchMapper {
    /** Seconds a guest has to shut down, if it does not say. */
    public static final long DEFAULT_GRACE_PERIOD_SECONDS = 30;

    private LaunchMapper() {}

    /** Maps one object, or says what stands in the way. */
    public static LaunchMapping map(VirtualMachineInstance vmi, ClusterConfig config, LaunchFacts facts) {
        var guest = Guest.of(vmi);
        if (guest.isEmpty()) {
            return new LaunchMapping.Refused(List.of(new FieldError("spec.domain", "required")));
        }
        var errors = new FieldErrors();
        var spec = spec(guest.get(), config, facts, errors);
        var found = errors.found();
        return found.isEmpty() ? new LaunchMapping.Mapped(spec) : new LaunchMapping.Refused(found);
    }

    private static LaunchSpec spec(Guest guest, ClusterConfig config, LaunchFacts facts, FieldErrors errors) {
        Unsupported.check(guest, errors);
        var compute = ComputeMapper.compute(guest, config, errors);
        var spec = LaunchSpec.newBuilder()
                .setIdentity(identity(guest))
                .setCompute(compute)
                .setBoot(BootMapper.boot(guest, config))
                .setFeatures(FeaturesMapper.features(guest, errors))
                .setClock(ClockMapper.clock(guest, errors))
                .setConsoles(ExtrasMapper.consoles(guest, errors))
                .addAllVolumes(VolumeMapper.volumes(guest, facts, errors))
                .addAllDisks(DiskMapper.disks(guest.spec(), guest.devices(), errors))
                .addAllInterfaces(
                        InterfaceMapper.interfaces(guest, config, facts, Topology.vcpus(compute.getTopology()), errors))
                .setExtras(ExtrasMapper.extras(guest, config, errors))
                .setLifecycle(lifecycle(guest, config));
        AgentDutiesMapper.duties(guest, facts, errors).ifPresent(spec::setAgent);
        return spec.build();
    }

    private static GuestIdentity identity(Guest guest) {
        var firmware = guest.domain().firmware();
        return GuestIdentity.newBuilder()
                .setName(guest.name())
                .setNamespace(guest.namespace())
                .setObjectUid(guest.uid())
                .setFirmwareUuid(guest.firmwareUuid())
                .setSerial(firmware == null || firmware.serial() == null ? "" : firmware.serial())
                .setHostname(guest.hostname())
                .setSubdomain(Objects.requireNonNullElse(guest.spec().subdomain(), ""))
                .build();
    }

    private static Lifecycle lifecycle(Guest guest, ClusterConfig config) {
        var grace =
                Objects.requireNonNullElse(guest.spec().terminationGracePeriodSeconds(), DEFAULT_GRACE_PERIOD_SECONDS);
        return Lifecycle.newBuilder()
                .setStartPaused(guest.spec().startStrategy() == StartStrategy.PAUSED)
                .setGracePeriod(Duration.newBuilder().setSeconds(grace))
                .setRebootAllowed(guest.domain().rebootPolicy() != RebootPolicy.TERMINATE)
                .setEmulationAllowed(config.useEmulation())
                .build();
    }
}
