package dev.yadori.launcher.picture;

import java.io.IOException;

/** The guest's mouse or tablet. */
@FunctionalInterface
public interface Pointer {

    /** Moves it a little, so that a screen that sleeps wakes up. Blocks for some seconds at most. */
    void move() throws IOException;
}
