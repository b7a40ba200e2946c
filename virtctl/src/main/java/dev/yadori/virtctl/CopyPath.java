package dev.yadori.virtctl;

import java.util.Optional;

/** One of the two ends of a copy. */
sealed interface CopyPath {

    /** As scp takes it. */
    String written(Optional<String> user);

    record Local(String path) implements CopyPath {
        @Override
        public String written(Optional<String> user) {
            // scp would take what is before a colon for a host, and what begins with a dash for an option.
            return path.startsWith("/") || path.startsWith(".") ? path : "./" + path;
        }
    }

    record Remote(GuestLogin login, String path) implements CopyPath {
        @Override
        public String written(Optional<String> user) {
            return login.destination(user) + ":" + path;
        }
    }

    /** What has a colon is of a guest, unless it begins like a path. */
    static CopyPath parse(String text, String namespace) {
        int colon = text.indexOf(':');
        if (colon < 0 || text.startsWith("/") || text.startsWith(".")) {
            return new Local(text);
        }
        return new Remote(GuestLogin.parse(text.substring(0, colon), namespace), text.substring(colon + 1));
    }
}
