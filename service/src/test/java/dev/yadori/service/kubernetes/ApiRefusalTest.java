package dev.yadori.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiRefusalTest {

    @ParameterizedTest
    @CsvSource({
        "0,   false, false, false, false",
        "403, false, false, true,  true",
        "404, false, true,  true,  true",
        "409, true,  false, true,  true",
        "422, false, false, true,  true",
        "500, false, false, false, true",
        "503, false, false, false, true",
    })
    void codeSaysWhatHelps(int code, boolean conflict, boolean notFound, boolean isFinal, boolean answer) {
        var refusal = new KubernetesClientException("no", code, null);

        assertThat(ApiRefusal.isConflict(refusal)).isEqualTo(conflict);
        assertThat(ApiRefusal.isNotFound(refusal)).isEqualTo(notFound);
        assertThat(ApiRefusal.isFinal(refusal)).isEqualTo(isFinal);
        assertThat(ApiRefusal.isAnswer(refusal)).isEqualTo(answer);
        assertThat(ApiRefusal.isEndOfNamespace(refusal)).isFalse();
        assertThat(ApiRefusal.message(refusal)).isEqualTo("no");
    }

    @Test
    void endOfNamespaceIsInTheCauses() {
        Status status = new StatusBuilder()
                .withCode(403)
                .withMessage("being terminated")
                .withNewDetails()
                .addNewCause()
                .withReason("NamespaceTerminating")
                .endCause()
                .endDetails()
                .build();

        var refusal = new KubernetesClientException("no", 403, status);

        assertThat(ApiRefusal.isEndOfNamespace(refusal)).isTrue();
        assertThat(ApiRefusal.message(refusal)).isEqualTo("being terminated");
    }
}
