/** Tests that what the documents say of the build is what the poms say. */
@NullMarked
package dev.yadori.e2e.docs;

import org.jspecify.annotations.NullMarked;
