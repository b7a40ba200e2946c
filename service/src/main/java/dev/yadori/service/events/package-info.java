/** Events: what a user reads in kubectl describe. Nothing decides by them. */
@NullMarked
package dev.yadori.service.events;

import org.jspecify.annotations.NullMarked;
