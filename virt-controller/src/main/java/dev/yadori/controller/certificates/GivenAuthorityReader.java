package dev.yadori.controller.certificates;

import dev.yadori.service.events.EventRecorder;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the authority that is given, and says once if it cannot be used. One thread at a time. */
final class GivenAuthorityReader {

    private static final Logger LOG = LoggerFactory.getLogger(GivenAuthorityReader.class);

    private final CertificateStore store;
    private final EventRecorder events;
    private GivenAuthority last = new GivenAuthority.None();

    GivenAuthorityReader(CertificateStore store, EventRecorder events) {
        this.store = store;
        this.events = events;
    }

    GivenAuthority read(CertificateTerms terms, Instant now) {
        var secret = store.find(GivenSecret.NAME);
        var given = GivenSecret.read(secret, terms, now);
        if (!given.equals(last)) {
            report(secret, given);
        }
        last = given;
        return given;
    }

    private void report(@Nullable Secret secret, GivenAuthority given) {
        switch (given) {
            case GivenAuthority.None _ -> LOG.atInfo().log("no certificate authority is given any more");
            case GivenAuthority.Usable(var authority) ->
                LOG.atInfo().addKeyValue("authority", authority).log("certificate authority is given");
            case GivenAuthority.Unusable(var reason) -> {
                LOG.atWarn().addKeyValue("reason", reason).log("given certificate authority cannot be used");
                if (secret != null) {
                    events.warning(secret, "AuthorityUnusable", reason + "; the present authority stays in use");
                }
            }
        }
    }
}
