package dev.yadori.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.testkit.MetricsPage;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void pageListsWhatTheControllerExports() throws Exception {
        assertThat(MetricsPage.in(BusyFigures.make().scrape())).isEqualTo(MetricsPage.of("virt-controller"));
    }
}
