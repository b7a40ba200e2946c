package dev.yadori.launcher.prepare;

import dev.yadori.launcher.domain.HostFacts;
import dev.yadori.launcher.domain.HostFunction;
import dev.yadori.launcher.domain.Placement;
import dev.yadori.launcher.domain.convert.DomainConverter;
import dev.yadori.launcher.domain.convert.PlacementPlan;
import dev.yadori.launcher.domain.convert.PlacementPlanner;
import dev.yadori.launcher.domain.xml.DomainXml;
import dev.yadori.launcher.host.Acceleration;
import dev.yadori.launcher.host.NodeLayout;
import dev.yadori.launcher.lifecycle.Preparation.PreparedDomain;
import dev.yadori.launcher.lifecycle.StartException;
import dev.yadori.launcher.log.Log;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Everything a guest needs before it is defined: its media, DHCP on its links, its domain. */
public final class GuestPreparation {
    private final Blueprint blueprint;
    private final LinkServices links;
    private final SpecArchive archive;
    private final HostFacts host;
    private final Supplier<Acceleration> acceleration;
    private final NodeLayout layout;

    /** The host's facts are taken but for its acceleration, which is asked for at the first guest. */
    public GuestPreparation(
            Blueprint blueprint,
            LinkServices links,
            SpecArchive archive,
            HostFacts host,
            Supplier<Acceleration> acceleration,
            NodeLayout layout) {
        this.blueprint = blueprint;
        this.links = links;
        this.archive = archive;
        this.host = host;
        this.acceleration = acceleration;
        this.layout = layout;
    }

    /** Repeatable. */
    public PreparedDomain prepare(LaunchSpec spec) throws StartException {
        boolean emulationAllowed = spec.getLifecycle().getEmulationAllowed();
        boolean kvm = switch (acceleration.get()) {
            case Acceleration.Usable() -> true;
            case Acceleration.Unusable(var why) -> {
                if (!emulationAllowed) {
                    throw new StartException(
                            StartException.Kind.MISSING,
                            "KVM_UNUSABLE",
                            "KVM cannot be used here (" + why + "), and emulation is not allowed");
                }
                yield false;
            }
        };
        archive.keep(spec);
        links.serve(blueprint.links(spec));
        var guest = blueprint.drawn(spec);
        var placement = placement(guest);
        return new PreparedDomain(
                xml(guest, placement, kvm),
                kvm && emulationAllowed ? Optional.of(xml(guest, placement, false)) : Optional.empty());
    }

    /** In another pod it may be another: this one's processors stay the same as long as it lives. */
    private Placement placement(dev.yadori.launcher.domain.LaunchSpec guest) throws StartException {
        var dedication = guest.compute().dedication();
        if (dedication.isEmpty()) {
            return Placement.ANYWHERE;
        }
        try {
            return switch (PlacementPlanner.plan(guest.compute(), layout.cpus())) {
                case PlacementPlan.Placed(var placement) ->
                    dedication.get().alignsFunctions() ? placement.withFunctions(cells(guest)) : placement;
                case PlacementPlan.Impossible(var why) ->
                    throw new StartException(StartException.Kind.INVALID, "CPUS_NOT_DEDICATED", why);
            };
        } catch (IOException e) {
            throw new StartException(StartException.Kind.MISSING, "NODE_NOT_READABLE", String.valueOf(e.getMessage()));
        }
    }

    private Map<String, Integer> cells(dev.yadori.launcher.domain.LaunchSpec guest) throws IOException {
        var cells = new HashMap<String, Integer>();
        for (var card : guest.devices().interfaces()) {
            if (card instanceof HostFunction function) {
                layout.cellOf(function.host()).ifPresent(cell -> cells.put(function.name(), cell));
            }
        }
        return cells;
    }

    private String xml(dev.yadori.launcher.domain.LaunchSpec guest, Placement placement, boolean kvm) {
        return DomainXml.of(
                DomainConverter.convert(guest, new HostFacts(kvm, host.emulator(), host.firmware()), placement));
    }

    /** Goes on answering DHCP for a guest that an earlier launcher has started. */
    public void resume() {
        archive.kept().ifPresent(spec -> {
            try {
                links.serve(blueprint.links(spec));
            } catch (StartException e) {
                Log.error().addKeyValue("error", e.getMessage()).log("dhcp is not answered any more");
            }
        });
    }
}
