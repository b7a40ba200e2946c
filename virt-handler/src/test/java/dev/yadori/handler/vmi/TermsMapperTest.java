package dev.yadori.handler.vmi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.MigrationState;
import dev.yadori.crds.v1.VirtualMachineInstance;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermsMapperTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {memory: {guest: 64Mi}}                                    | 1
            {memory: {guest: 2047Mi}}                                  | 1
            {memory: {guest: 2Gi}}                                     | 2
            {resources: {requests: {memory: 3Gi}}}                     | 3
            {memory: {guest: 64Gi}}                                    | 4
            {memory: {guest: 64Gi}, resources: {limits: {cpu: '8'}}}   | 1
            {memory: {guest: 64Gi}, resources: {limits: {memory: 65Gi}}} | 4
            {}                                                         | 1
            """)
    void memoryTakesAConnectionForEachGibibyteUnlessTheCpuIsLimited(String domain, int connections) {
        var vmi = Serialization.unmarshal(
                "---\nmetadata: {name: a}\nspec: {domain: %s}".formatted(domain), VirtualMachineInstance.class);
        var state = Serialization.unmarshal("{}", MigrationState.class);

        assertThat(TermsMapper.terms(vmi, state).getParallelConnections()).isEqualTo(connections);
    }
}
