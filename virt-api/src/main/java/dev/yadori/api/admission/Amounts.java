package dev.yadori.api.admission;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Quantities of Kubernetes as numbers. */
public final class Amounts {

    /** More than any amount needs; an exponent of nine digits would keep whoever calculates with it busy for hours. */
    private static final int MOST_DIGITS = 40;

    private Amounts() {}

    /** The number, in bytes or CPUs; empty where there is none, where it is not one, or where it is beyond all sense. */
    public static Optional<BigDecimal> of(@Nullable Quantity quantity) {
        if (quantity == null
                || quantity.getAmount() == null
                || quantity.toString().length() > MOST_DIGITS) {
            return Optional.empty();
        }
        try {
            BigDecimal number = quantity.getNumericalAmount();
            boolean sane = number.scale() <= MOST_DIGITS && number.precision() - number.scale() <= MOST_DIGITS;
            return sane ? Optional.of(number) : Optional.empty();
        } catch (ArithmeticException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The number that a text such as 2Mi stands for. */
    public static Optional<BigDecimal> parse(@Nullable String text) {
        if (text == null || text.isBlank() || text.length() > MOST_DIGITS) {
            return Optional.empty();
        }
        try {
            return of(Quantity.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
