package dev.yadori.launcher.domain.convert;

import dev.yadori.launcher.domain.Placement;

/** What came of looking for a place. */
public sealed interface PlacementPlan {

    /** There. */
    record Placed(Placement placement) implements PlacementPlan {}

    /** Nowhere in this pod; why is one sentence without a full stop. */
    record Impossible(String why) implements PlacementPlan {}
}
