package dev.yadori.handler.launcher;

import dev.yadori.proto.launcher.v1.AgentInfo;
import dev.yadori.proto.launcher.v1.GuestStatus;

/** Reports as they come over the wire. */
public final class ReportsOfAgents {
    private ReportsOfAgents() {}

    /** Of a guest that runs and whose agent says this. */
    public static GuestReport running(AgentInfo info) {
        return ReportMapper.report(GuestStatus.newBuilder()
                .setState(GuestStatus.State.STATE_RUNNING)
                .setAccelerated(true)
                .setMachineType("pc-q35-9.2")
                .setAgentConnected(true)
                .setAgent(info)
                .build());
    }
}
