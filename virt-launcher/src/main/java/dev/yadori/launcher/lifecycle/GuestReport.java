package dev.yadori.launcher.lifecycle;

import dev.yadori.launcher.hypervisor.DomainFacts;
import java.time.Instant;

/** All that is known of the guest. */
public record GuestReport(GuestState state, Instant since, DomainFacts facts) {

    /** The same since, where only the facts have changed. */
    public GuestReport with(GuestState next, DomainFacts known, Instant now) {
        return new GuestReport(next, next.equals(state) ? since : now, known);
    }
}
