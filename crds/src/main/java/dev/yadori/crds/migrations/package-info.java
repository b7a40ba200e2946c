/** The group migrations.kubevirt.io: policies for migrations. */
@NullMarked
package dev.yadori.crds.migrations;

import org.jspecify.annotations.NullMarked;
