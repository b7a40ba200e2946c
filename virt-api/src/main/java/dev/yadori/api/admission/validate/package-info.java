/** The rules that an object must keep. Each rule is pure, and names the field that breaks it. */
@NullMarked
package dev.yadori.api.admission.validate;

import org.jspecify.annotations.NullMarked;
