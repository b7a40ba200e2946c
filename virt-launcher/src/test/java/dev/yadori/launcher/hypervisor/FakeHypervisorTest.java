package dev.yadori.launcher.hypervisor;

import java.util.UUID;

class FakeHypervisorTest extends HypervisorContract {
    private final FakeHypervisor hypervisor = new FakeHypervisor();

    @Override
    protected Hypervisor hypervisor() {
        return hypervisor;
    }

    @Override
    protected String domain(UUID guest) {
        return "<domain><uuid>" + guest + "</uuid></domain>";
    }
}
