package dev.yadori.api.subresource;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies that requests may have, under the names of KubeVirt. */
interface Options {

    /** Empty, or All: nothing is changed. */
    List<String> dryRun();

    record Start(boolean paused, @Nullable List<String> dryRun) implements Options {
        public Start {
            dryRun = dryRun == null ? List.of() : List.copyOf(dryRun);
        }
    }

    record Stop(@Nullable Long gracePeriod, List<String> dryRun) implements Options {
        public Stop {
            dryRun = dryRun == null ? List.of() : List.copyOf(dryRun);
        }
    }

    record Restart(@Nullable Long gracePeriodSeconds, List<String> dryRun) implements Options {
        public Restart {
            dryRun = dryRun == null ? List.of() : List.copyOf(dryRun);
        }
    }

    record Migrate(Map<String, String> addedNodeSelector, List<String> dryRun) implements Options {
        public Migrate {
            addedNodeSelector = addedNodeSelector == null ? Map.of() : Map.copyOf(addedNodeSelector);
            dryRun = dryRun == null ? List.of() : List.copyOf(dryRun);
        }
    }

    /** Of pause, unpause, softreboot and reset. */
    record Plain(List<String> dryRun) implements Options {
        public Plain {
            dryRun = dryRun == null ? List.of() : List.copyOf(dryRun);
        }
    }

    /**
     * Of freeze.
     *
     * @param unfreezeTimeout as 5m0s; absent: five minutes
     */
    record Freeze(@Nullable String unfreezeTimeout, List<String> dryRun) implements Options {
        public Freeze {
            dryRun = dryRun == null ? List.of() : List.copyOf(dryRun);
        }
    }

    record EvacuateCancel(@Nullable String evacuationNodeName, List<String> dryRun) implements Options {
        public EvacuateCancel {
            dryRun = dryRun == null ? List.of() : List.copyOf(dryRun);
        }
    }

    /**
     * Of objectgraph, which changes nothing anyway.
     *
     * @param includeOptionalNodes absent: true
     * @param labelSelector absent: all
     */
    record Graph(
            @Nullable Boolean includeOptionalNodes,
            @Nullable Selector labelSelector) implements Options {
        @Override
        public List<String> dryRun() {
            return List.of();
        }
    }

    /** Which labels an object must have, all of it. */
    record Selector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {
        public Selector {
            matchLabels = matchLabels == null ? Map.of() : Map.copyOf(matchLabels);
            matchExpressions = matchExpressions == null ? List.of() : List.copyOf(matchExpressions);
        }
    }

    /** One label, and what is asked of it. */
    record Requirement(@Nullable String key, @Nullable String operator, List<String> values) {
        public Requirement {
            values = values == null ? List.of() : List.copyOf(values);
        }
    }
}
