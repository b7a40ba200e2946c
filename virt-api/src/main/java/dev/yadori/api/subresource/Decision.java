package dev.yadori.api.subresource;

import java.util.List;

/** What a request means for the objects as they are. */
sealed interface Decision {

    record Refused(Refusal refusal) implements Decision {}

    /** These writes in their order; none where all is as it was asked for. */
    record Do(List<Write> writes) implements Decision {
        public Do {
            writes = List.copyOf(writes);
        }
    }
}
