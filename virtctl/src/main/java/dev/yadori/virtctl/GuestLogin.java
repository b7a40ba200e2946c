package dev.yadori.virtctl;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A user of a guest, as it is written: [USER@]vm/NAME[/NAMESPACE].
 *
 * @param target with its namespace
 */
record GuestLogin(Optional<String> user, Target target) {

    /** What begins with a dash would be an option of ssh. */
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][^\\s@:]*");

    GuestLogin {
        user.ifPresent(GuestLogin::check);
    }

    static GuestLogin parse(String text, String namespace) {
        int at = text.lastIndexOf('@');
        Target written = Target.parse(text.substring(at + 1));
        Target target =
                written.namespace() == null ? new Target(written.resource(), written.name(), namespace) : written;
        return new GuestLogin(at < 0 ? Optional.empty() : Optional.of(text.substring(0, at)), target);
    }

    /** A host name that is the guest's alone, so that its key is not taken for that of another. */
    String destination(Optional<String> otherwise) {
        otherwise.ifPresent(GuestLogin::check);
        String host = target.kind() + "." + target.name() + "." + target.namespace();
        return user.or(() -> otherwise).map(name -> name + "@" + host).orElse(host);
    }

    private static void check(String user) {
        if (!USER.matcher(user).matches()) {
            throw new UnreachableException("'" + user + "' is no user");
        }
    }
}
