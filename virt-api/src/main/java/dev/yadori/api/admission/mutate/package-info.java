/** What a VirtualMachineInstance gets that does not say: pure functions on JSON trees, each adding only what is absent. */
@NullMarked
package dev.yadori.api.admission.mutate;

import org.jspecify.annotations.NullMarked;
