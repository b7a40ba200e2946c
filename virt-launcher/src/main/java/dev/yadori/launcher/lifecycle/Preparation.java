package dev.yadori.launcher.lifecycle;

import java.util.Optional;

/** Makes everything that a guest needs before it is defined. Repeatable; may take seconds. */
@FunctionalInterface
public interface Preparation {

    PreparedDomain prepare() throws StartException;

    /**
     * A domain as the hypervisor reads it.
     *
     * @param fallback the same without KVM, where that is allowed and the first is with it
     */
    record PreparedDomain(String xml, Optional<String> fallback) {}
}
