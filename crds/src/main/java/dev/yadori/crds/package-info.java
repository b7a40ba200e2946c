/** The Java types of the API: records from which the custom resource definitions are generated. Values only, no I/O. */
@NullMarked
package dev.yadori.crds;

import org.jspecify.annotations.NullMarked;
