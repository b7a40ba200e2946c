package dev.yadori.launcher.prepare;

import dev.yadori.launcher.domain.Card;
import dev.yadori.launcher.domain.xml.DomainXml;
import dev.yadori.launcher.hypervisor.DomainFacts;
import dev.yadori.launcher.hypervisor.Hypervisor;
import dev.yadori.launcher.hypervisor.Hypervisor.DeviceChange;
import dev.yadori.launcher.hypervisor.HypervisorException;
import dev.yadori.launcher.hypervisor.HypervisorException.Reason;
import dev.yadori.launcher.launch.CardMapper;
import dev.yadori.launcher.launch.SpecException;
import dev.yadori.launcher.lifecycle.GuestLifecycle;
import dev.yadori.launcher.lifecycle.StartException;
import dev.yadori.launcher.log.Log;
import dev.yadori.launcher.prepare.Blueprint.ServedLink;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Plugs and unplugs the cards of a guest that runs, sets their links, and answers DHCP on those that it has. */
public final class GuestCards {
    private final GuestLifecycle guest;
    private final Hypervisor hypervisor;
    private final Services services;

    /** What has to follow the cards. */
    public record Services(Blueprint blueprint, LinkServices links, SpecArchive archive) {}

    public GuestCards(GuestLifecycle guest, Hypervisor hypervisor, Services services) {
        this.guest = guest;
        this.hypervisor = hypervisor;
        this.services = services;
    }

    /** Done when the guest was told. Repeatable: what it has already is left alone. */
    public CompletionStage<Void> change(List<dev.yadori.proto.launcher.v1.NetworkInterface> asked)
            throws StartException {
        var before = services.archive()
                .kept()
                .orElseThrow(() -> new StartException(
                        StartException.Kind.MISSING, "GUEST_NOT_RUNNING", "no guest was asked for yet"));
        var wanted = cards(asked);
        var next = before.toBuilder().clearInterfaces().addAllInterfaces(asked).build();
        var served = services.blueprint().links(next);
        return guest.command((domain, facts) -> {
            serve(next, served);
            change(domain, wanted, facts);
        });
    }

    private static List<Card> cards(List<dev.yadori.proto.launcher.v1.NetworkInterface> asked) throws StartException {
        try {
            return CardMapper.cards(asked);
        } catch (SpecException e) {
            throw new StartException(StartException.Kind.INVALID, "INVALID_FIELD", String.valueOf(e.getMessage()));
        }
    }

    /** A new card's guest asks at once. */
    private void serve(LaunchSpec next, List<ServedLink> served) throws HypervisorException {
        try {
            services.links().serve(served);
        } catch (StartException e) {
            throw new HypervisorException(Reason.FAILED, String.valueOf(e.getMessage()));
        }
        services.archive().keep(next);
    }

    private void change(UUID domain, List<Card> wanted, DomainFacts facts) throws HypervisorException {
        for (var change : CardChange.plan(wanted, facts.cards())) {
            Log.info().addKeyValue("change", change).log("changing a card");
            switch (change) {
                case CardChange.Unplug(var card) -> unplug(domain, card);
                case CardChange.SetLink(var card) -> hypervisor.change(domain, DeviceChange.UPDATE, DomainXml.of(card));
                case CardChange.Plug(var card) -> hypervisor.change(domain, DeviceChange.PLUG, DomainXml.of(card));
            }
        }
    }

    /** A guest that was asked before and has not let go yet is no reason to leave the other cards as they are. */
    private void unplug(UUID domain, DomainFacts.Card card) throws HypervisorException {
        try {
            hypervisor.unplug(domain, card.alias());
        } catch (HypervisorException e) {
            if (e.reason() == Reason.UNREACHABLE) {
                throw e;
            }
            Log.warn()
                    .addKeyValue("card", card.name())
                    .addKeyValue("error", e.getMessage())
                    .log("a card is not unplugged");
        }
    }
}
