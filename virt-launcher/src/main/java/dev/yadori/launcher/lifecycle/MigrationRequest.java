package dev.yadori.launcher.lifecycle;

import dev.yadori.launcher.hypervisor.MigrationOrder;
import java.util.UUID;

/** A migration that is asked for, by the UID of its object. */
public record MigrationRequest(UUID migration, MigrationOrder order, MigrationTerms terms) {}
