/** Tests of what the services have in common about launcher pods. */
@NullMarked
package dev.yadori.crds.launcher;

import org.jspecify.annotations.NullMarked;
