package dev.yadori.launcher.grpc;

import dev.yadori.launcher.agent.AgentDesk;
import dev.yadori.launcher.console.Screen;
import dev.yadori.launcher.console.SerialLine;
import dev.yadori.launcher.lifecycle.GuestButtons;
import dev.yadori.launcher.lifecycle.GuestFigures;
import dev.yadori.launcher.picture.Screenshots;
import dev.yadori.launcher.prepare.GuestCards;
import dev.yadori.launcher.prepare.MigrationRoutes;

/** What others can reach of the guest, apart from its life. */
public record GuestAccess(
        SerialLine line,
        Screen screen,
        Screenshots screenshots,
        GuestButtons buttons,
        GuestFigures figures,
        AgentDesk agent,
        MigrationRoutes routes,
        GuestCards cards) {}
