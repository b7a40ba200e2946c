package dev.yadori.api.webhook;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Our own service accounts, by the names that the API server gives them. */
public record TrustedAccounts(Set<String> users) {

    public TrustedAccounts {
        users = Set.copyOf(users);
    }

    /** Those of the components in a namespace. */
    public static TrustedAccounts in(String namespace) {
        return new TrustedAccounts(Stream.of("virt-controller", "virt-handler", "virt-api")
                .map(account -> "system:serviceaccount:" + namespace + ":" + account)
                .collect(Collectors.toSet()));
    }

    public boolean contains(String user) {
        return users.contains(user);
    }
}
