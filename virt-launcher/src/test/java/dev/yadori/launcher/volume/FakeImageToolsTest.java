package dev.yadori.launcher.volume;

class FakeImageToolsTest extends ImageToolsContract {
    private final FakeImageTools tools = new FakeImageTools();

    @Override
    protected ImageTools tools() {
        return tools;
    }
}
