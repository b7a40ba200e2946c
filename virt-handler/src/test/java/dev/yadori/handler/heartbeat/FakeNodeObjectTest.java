package dev.yadori.handler.heartbeat;

class FakeNodeObjectTest implements NodeObjectContract {

    @Override
    public NodeObject fresh() {
        return new FakeNodeObject();
    }
}
