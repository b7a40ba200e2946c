package dev.yadori.controller.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Namespace;
import io.javaoperatorsdk.operator.api.config.DefaultResourceClassResolver;
import org.junit.jupiter.api.Test;

class CertificateReconcilerTest {
    @Test
    void frameworkFindsItsKind() {
        assertThat(new DefaultResourceClassResolver().getPrimaryResourceClass(CertificateReconciler.class))
                .isEqualTo(Namespace.class);
    }
}
