package dev.yadori.handler.vmi;

import dev.yadori.handler.migration.SourceRelay.Destination;
import dev.yadori.proto.launcher.v1.MigrationTerms;

/** A migration away from this node, as its launcher and the other node have to know it. */
public record Departure(Destination destination, MigrationTerms terms) {}
