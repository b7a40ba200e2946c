/**
 * The journey of a guest from Scheduled on: observe what caches and launcher say, plan what follows (pure), apply it. What
 * nobody can say changes nothing.
 */
@NullMarked
package dev.yadori.handler.vmi;

import org.jspecify.annotations.NullMarked;
