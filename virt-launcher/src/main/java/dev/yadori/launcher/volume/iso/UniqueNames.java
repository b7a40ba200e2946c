package dev.yadori.launcher.volume.iso;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Shortens the names in a folder; those that become equal get a number instead of their last letters. */
final class UniqueNames {
    private UniqueNames() {}

    static Map<IsoNode, String> of(List<IsoNode> siblings, int longest, UnaryOperator<String> allowed) {
        Set<String> taken = new HashSet<>();
        Map<IsoNode, String> names = new HashMap<>();
        for (var node : siblings) {
            var name = allowed.apply(node.name());
            var unique = cut(name, longest);
            for (int number = 1; !taken.add(unique); number++) {
                var suffix = Integer.toString(number);
                unique = cut(name, longest - suffix.length()) + suffix;
            }
            names.put(node, unique);
        }
        return names;
    }

    private static String cut(String name, int longest) {
        return name.substring(0, Math.min(name.length(), longest));
    }
}
