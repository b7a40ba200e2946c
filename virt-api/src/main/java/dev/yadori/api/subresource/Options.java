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
}
