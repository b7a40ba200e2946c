package dev.yadori.controller;

import dev.yadori.crds.config.ClusterConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What reconcilers are made of.
 *
 * @param clusterConfig the configuration in force, to be asked each time
 */
public record Collaborators(
        KubernetesClient client, ControllerConfig config, Supplier<ClusterConfig> clusterConfig, InstantSource clock) {}
