package dev.yadori.controller.certificates;

import java.time.Instant;

/** An authority that everybody is told to trust, and that will sign some time after that. */
record Successor(KeyedCertificate authority, Instant announced) {}
