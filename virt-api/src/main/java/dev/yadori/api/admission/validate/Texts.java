package dev.yadori.api.admission.validate;

import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Forms of text that several rules ask for. */
final class Texts {

    static final Set<String> PULL_POLICIES = Set.of("Always", "Never", "IfNotPresent");

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern SERIAL = Pattern.compile("[A-Za-z0-9_.+-]{1,256}");
    private static final Pattern LABEL_VALUE = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    private static final int MOST_OF_SUBDOMAIN = 253;
    private static final Pattern SUBDOMAIN = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    private static final Pattern NETWORK = Pattern.compile("[A-Za-z0-9_-]{1,63}");

    private Texts() {}

    /** The name of an object in Kubernetes. */
    static void dnsSubdomain(@Nullable String text, FieldPath at, Faults faults) {
        if (text == null || text.isBlank()) {
            faults.required(at, "must be given");
        } else if (text.length() > MOST_OF_SUBDOMAIN || !SUBDOMAIN.matcher(text).matches()) {
            faults.invalid(at, "must be a name of Kubernetes, is '" + text + "'");
        }
    }

    static void networkName(@Nullable String text, FieldPath at, Faults faults) {
        if (text != null && !NETWORK.matcher(text).matches()) {
            faults.invalid(at, "must be at most 63 letters, digits, dashes and underscores, is '" + text + "'");
        }
    }

    static void dnsLabel(@Nullable String text, FieldPath at, Faults faults) {
        if (text != null && !LABEL.matcher(text).matches()) {
            faults.invalid(
                    at,
                    "must be a DNS label: at most 63 lower case letters, digits and inner dashes, is '" + text + "'");
        }
    }

    static void serial(@Nullable String text, FieldPath at, Faults faults) {
        if (text != null && !text.isEmpty() && !SERIAL.matcher(text).matches()) {
            faults.invalid(at, "must be at most 256 letters, digits and characters of _.+-");
        }
    }

    /** What becomes part of a node label. */
    static void labelValue(@Nullable String text, FieldPath at, Faults faults) {
        if (text != null && !text.isEmpty() && !LABEL_VALUE.matcher(text).matches()) {
            faults.invalid(at, "must be at most 63 letters, digits and inner characters of -_., is '" + text + "'");
        }
    }

    static void absolutePath(@Nullable String text, FieldPath at, Faults faults) {
        if (text == null || text.isEmpty()) {
            return;
        }
        if (!text.startsWith("/") || List.of(text.split("/", -1)).contains("..") || text.indexOf('\0') >= 0) {
            faults.invalid(at, "must be an absolute path without .., is '" + text + "'");
        }
    }

    static void notBlank(@Nullable String text, FieldPath at, Faults faults) {
        if (text == null || text.isBlank()) {
            faults.required(at, "must be given");
        }
    }

    static void pullPolicy(@Nullable String text, FieldPath at, Faults faults) {
        if (text != null && !text.isEmpty() && !PULL_POLICIES.contains(text)) {
            faults.invalid(at, "must be Always, Never or IfNotPresent, is '" + text + "'");
        }
    }

    /** Names each entry, after the first, whose name was there before. Those at path[i].name. */
    static void unique(List<@Nullable String> names, FieldPath list, Faults faults) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name != null && !seen.add(name)) {
                faults.duplicate(list.index(i).field("name"), "'" + name + "' is used more than once");
            }
        }
    }
}
