/** What admission says about an object: faults with the paths of their fields. Pure; nothing here knows of HTTP. */
@NullMarked
package dev.yadori.api.admission;

import org.jspecify.annotations.NullMarked;
