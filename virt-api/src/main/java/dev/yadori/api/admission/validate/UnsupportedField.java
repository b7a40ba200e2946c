package dev.yadori.api.admission.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import java.util.List;
import java.util.function.Predicate;

/**
 * A field that the API has and this version does not act on.
 *
 * @param steps of the path below its root; [] after a name stands for each element of a list
 * @param offends which values of the field are refused
 */
record UnsupportedField(String path, List<String> steps, Predicate<JsonNode> offends, String message) {

    static final String NOT_YET = "not supported yet";

    /** Refused whenever it is there. */
    static UnsupportedField present(String path) {
        return when(path, value -> true, NOT_YET);
    }

    /** Refused when it is true. */
    static UnsupportedField ifTrue(String path) {
        return when(path, JsonNode::asBoolean, NOT_YET);
    }

    /** Refused when it is false. */
    static UnsupportedField ifFalse(String path) {
        return when(path, value -> value.isBoolean() && !value.asBoolean(), NOT_YET);
    }

    /** Refused when it is a word other than these. */
    static UnsupportedField ifNot(String path, String... words) {
        List<String> good = List.of(words);
        return when(
                path,
                value -> !good.contains(value.asText()),
                NOT_YET + ", only " + String.join(", ", good) + (good.size() == 1 ? " is" : " are"));
    }

    /** An object with a switch: refused unless the switch says false. */
    static UnsupportedField unlessDisabled(String path) {
        return when(path, value -> value.path("enabled").asBoolean(true), NOT_YET);
    }

    static UnsupportedField when(String path, Predicate<JsonNode> offends, String message) {
        return new UnsupportedField(path, List.of(path.split("\\.", -1)), offends, message);
    }

    /** Looks for it below a root. Null and empty lists ask for nothing. */
    void find(JsonNode root, FieldPath at, Faults faults) {
        find(root, at, 0, faults);
    }

    private void find(JsonNode node, FieldPath at, int depth, Faults faults) {
        if (depth == steps.size()) {
            boolean nothing = node.isMissingNode() || node.isNull() || (node.isArray() && node.isEmpty());
            if (!nothing && offends.test(node)) {
                faults.unsupported(at, message);
            }
            return;
        }
        String step = steps.get(depth);
        if (!step.endsWith("[]")) {
            find(node.path(step), at.field(step), depth + 1, faults);
            return;
        }
        String name = step.substring(0, step.length() - 2);
        for (int i = 0; i < node.path(name).size(); i++) {
            find(node.path(name).path(i), at.field(name).index(i), depth + 1, faults);
        }
    }
}
