package dev.yadori.launcher.prepare;

import dev.yadori.launcher.domain.HostFacts;
import dev.yadori.launcher.domain.convert.DomainConverter;
import dev.yadori.launcher.domain.xml.DomainXml;
import dev.yadori.launcher.host.Acceleration;
import dev.yadori.launcher.lifecycle.Preparation.PreparedDomain;
import dev.yadori.launcher.lifecycle.StartException;
import dev.yadori.launcher.log.Log;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import java.util.Optional;
import java.util.function.Supplier;

/** Everything a guest needs before it is defined: its media, DHCP on its links, its domain. */
public final class GuestPreparation {
    private final Blueprint blueprint;
    private final LinkServices links;
    private final SpecArchive archive;
    private final HostFacts host;
    private final Supplier<Acceleration> acceleration;

    /** The host's facts are taken but for its acceleration, which is asked for at the first guest. */
    public GuestPreparation(
            Blueprint blueprint,
            LinkServices links,
            SpecArchive archive,
            HostFacts host,
            Supplier<Acceleration> acceleration) {
        this.blueprint = blueprint;
        this.links = links;
        this.archive = archive;
        this.host = host;
        this.acceleration = acceleration;
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
        return new PreparedDomain(
                xml(guest, kvm), kvm && emulationAllowed ? Optional.of(xml(guest, false)) : Optional.empty());
    }

    private String xml(dev.yadori.launcher.domain.LaunchSpec guest, boolean kvm) {
        return DomainXml.of(DomainConverter.convert(guest, new HostFacts(kvm, host.emulator(), host.firmware())));
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
