package dev.yadori.launcher.domain;

import java.util.Optional;

/** A kernel that is booted without a boot loader. */
public record DirectKernel(String kernel, Optional<String> initrd, Optional<String> arguments) {}
