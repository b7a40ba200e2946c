package dev.yadori.launcher.lifecycle;

import java.time.Instant;

/** A status and its place among all of this process. */
public record GuestStatusEvent(long sequence, Instant time, GuestReport report) {}
