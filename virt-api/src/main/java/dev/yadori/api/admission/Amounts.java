package dev.yadori.api.admission;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Quantities of Kubernetes as numbers. */
public final class Amounts {

    private Amounts() {}

    /** The number, in bytes or CPUs; empty where there is none or where it is not one. */
    public static Optional<BigDecimal> of(@Nullable Quantity quantity) {
        if (quantity == null || quantity.getAmount() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(quantity.getNumericalAmount());
        } catch (ArithmeticException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The number that a text such as 2Mi stands for. */
    public static Optional<BigDecimal> parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return of(Quantity.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
