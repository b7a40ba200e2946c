package dev.yadori.launcher.lifecycle;

import dev.yadori.launcher.agent.AgentInfo;
import dev.yadori.launcher.agent.Credentials;
import dev.yadori.launcher.hypervisor.DomainFacts;
import java.time.Instant;
import java.util.Optional;

/** All that is known of the guest. */
public record GuestReport(
        GuestState state, Instant since, DomainFacts facts, FromAgent agent, TransferReport transfer) {

    /**
     * What came through the agent.
     *
     * @param info what lasts of what it has said, while it is connected
     * @param credentials what became of them, if there are any
     */
    public record FromAgent(Optional<AgentInfo> info, Optional<Credentials.State> credentials) {
        static final FromAgent NOTHING = new FromAgent(Optional.empty(), Optional.empty());
    }

    static GuestReport first(GuestState state, Instant now) {
        return new GuestReport(state, now, DomainFacts.NONE, FromAgent.NOTHING, TransferReport.NONE);
    }

    /** The same since, where only the facts have changed. */
    public GuestReport with(GuestState next, DomainFacts known, Instant now) {
        return new GuestReport(
                next,
                next.equals(state) ? since : now,
                known,
                known.agentConnected() ? agent : new FromAgent(Optional.empty(), agent.credentials()),
                transfer);
    }

    GuestReport with(TransferReport next) {
        return new GuestReport(state, since, facts, agent, next);
    }

    GuestReport withAgent(AgentInfo said) {
        return facts.agentConnected()
                ? new GuestReport(state, since, facts, new FromAgent(Optional.of(said), agent.credentials()), transfer)
                : this;
    }

    GuestReport withCredentials(Credentials.State credentials) {
        return new GuestReport(state, since, facts, new FromAgent(agent.info(), Optional.of(credentials)), transfer);
    }
}
