package dev.yadori.api.caller;

import java.util.List;
import java.util.Map;

/** A user, as the API server has authenticated it. */
public record Caller(String user, String uid, List<String> groups, Map<String, List<String>> extra) {
    public Caller {
        groups = List.copyOf(groups);
        extra = Map.copyOf(extra);
    }
}
