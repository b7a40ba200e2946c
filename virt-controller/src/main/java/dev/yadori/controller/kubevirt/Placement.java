package dev.yadori.controller.kubevirt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Where pods may run, as in the API: nodeSelector, affinity and tolerations of a pod's specification. Rules are added to each
 * other and taken away again: maps key by key, lists item by item. Nothing and something empty are the same.
 */
record Placement(Map<String, Object> tree) {

    static final Placement ANYWHERE = new Placement(Map.of());
    private static final List<String> FIELDS = List.of("nodeSelector", "affinity", "tolerations");

    Placement {
        tree = pruned(tree);
    }

    /** That of a pod's specification, or of anything else with its fields. */
    static Placement of(Map<?, ?> fields) {
        var tree = new TreeMap<String, Object>();
        FIELDS.forEach(field -> {
            Object value = fields.get(field);
            if (value != null) {
                tree.put(field, value);
            }
        });
        return new Placement(tree);
    }

    boolean isEmpty() {
        return tree.isEmpty();
    }

    /** With these rules as well. A label that has another value already keeps it: who wrote the manifest meant it. */
    Placement plus(Placement added) {
        return new Placement(joined(tree, added.tree));
    }

    /** Without those of these rules that are in it. */
    Placement minus(Placement removed) {
        return new Placement(reduced(tree, removed.tree));
    }

    private static Map<String, Object> joined(Map<?, ?> ours, Map<?, ?> added) {
        var result = new TreeMap<String, Object>();
        ours.forEach((key, value) -> result.put(String.valueOf(key), value));
        added.forEach((key, value) -> result.merge(String.valueOf(key), value, Placement::joined));
        return result;
    }

    private static Object joined(Object ours, Object added) {
        if (ours instanceof Map<?, ?> map && added instanceof Map<?, ?> more) {
            return joined(map, more);
        }
        if (ours instanceof Collection<?> list && added instanceof Collection<?> more) {
            var all = new ArrayList<Object>(list);
            more.stream().filter(item -> !all.contains(item)).forEach(all::add);
            return all;
        }
        return ours;
    }

    private static Map<String, Object> reduced(Map<?, ?> ours, Map<?, ?> removed) {
        var result = new TreeMap<String, Object>();
        ours.forEach((key, value) -> {
            Object less = removed.get(key);
            if (!Objects.equals(value, less)) {
                result.put(String.valueOf(key), less == null ? value : reduced(value, less));
            }
        });
        return result;
    }

    private static Object reduced(Object ours, Object removed) {
        if (ours instanceof Map<?, ?> map && removed instanceof Map<?, ?> less) {
            return reduced(map, less);
        }
        if (ours instanceof Collection<?> list && removed instanceof Collection<?> less) {
            return list.stream().filter(item -> !less.contains(item)).toList();
        }
        return ours;
    }

    /** Empty maps and lists go only where keys stand: as items of lists they mean something. */
    private static Map<String, Object> pruned(Map<?, ?> given) {
        var result = new TreeMap<String, Object>();
        given.forEach((key, value) -> {
            Object kept = value instanceof Map<?, ?> map ? pruned(map) : value;
            boolean empty = (kept instanceof Map<?, ?> map && map.isEmpty())
                    || (kept instanceof Collection<?> list && list.isEmpty());
            if (kept != null && !empty) {
                result.put(String.valueOf(key), kept);
            }
        });
        return result;
    }
}
