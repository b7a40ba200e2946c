package dev.yadori.api.subresource;

import dev.yadori.crds.v1.Condition;
import java.util.List;

/** Conditions of an object, asked for by their types. */
final class Conditions {

    private Conditions() {}

    static boolean isTrue(List<Condition> conditions, String type) {
        return conditions.stream()
                .anyMatch(condition -> type.equals(condition.type()) && "True".equals(condition.status()));
    }
}
