/**
 * Device plugins: tells kubelet which of the devices that guests need this node has, so that pods that ask for them are
 * put where they are and get them without privileges. Each device is offered many times over, because guests share it.
 *
 * <p>Everything follows from what is on the file system now (device nodes, the probe's verdict, kubelet's socket), looked at
 * again after each event: an event that comes twice or stands for another does no harm.
 */
@NullMarked
package dev.yadori.handler.deviceplugin;

import org.jspecify.annotations.NullMarked;
