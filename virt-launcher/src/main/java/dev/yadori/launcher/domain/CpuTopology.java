package dev.yadori.launcher.domain;

/** How virtual processors are laid out. */
public record CpuTopology(int sockets, int cores, int threads) {
    public int processors() {
        return Math.multiplyExact(Math.multiplyExact(sockets, cores), threads);
    }
}
