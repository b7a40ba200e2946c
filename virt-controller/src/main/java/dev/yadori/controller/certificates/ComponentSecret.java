package dev.yadori.controller.certificates;

import java.security.cert.X509Certificate;
import java.util.List;

/** The certificate of a component, and the authorities that it trusts. */
record ComponentSecret(KeyedCertificate leaf, List<X509Certificate> bundle) {

    ComponentSecret {
        bundle = List.copyOf(bundle);
    }
}
