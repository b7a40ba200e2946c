package dev.yadori.launcher.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeVerdictTest {

    @Test
    void verdictIsHandedOnAsText() {
        var unusable = new Acceleration.Unusable("no guest boots");

        assertThat(Acceleration.parse(unusable.text() + "\n")).contains(unusable);
        assertThat(Acceleration.parse(new Acceleration.Usable().text())).contains(new Acceleration.Usable());
    }

    @Test
    void textThatIsNoVerdictIsNone() {
        assertThat(Acceleration.parse("")).isEmpty();
        assertThat(Acceleration.parse("usable, perhaps")).isEmpty();
    }
}
