package dev.yadori.launcher.domain.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.domain.CpuModel;
import dev.yadori.launcher.domain.CpuSet;
import dev.yadori.launcher.domain.CpuTopology;
import dev.yadori.launcher.domain.HostCases;
import dev.yadori.launcher.domain.HostCpus;
import dev.yadori.launcher.domain.LaunchSpec;
import dev.yadori.launcher.domain.Placement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementPlannerTest {
    private static final int PAGE = 2048;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # node | allowed      | topology | emulator | processors       | emulator's
            flat   | 2            | 1 1 1    | 0        | 2                |
            flat   | 1-3          | 2 1 1    | 1        | 1 2              | 3
            flat   | 0-1,6        | 1 3 1    | 0        | 0 1 6            |
            none   | 1-3          | 1 1 3    | 0        | 1 2 3            |
            # threads of one core are threads of one core
            smt    | 1-2,5-6      | 1 2 2    | 0        | 1 5 2 6          |
            smt    | 1-2,5-6      | 1 4 1    | 0        | 1 5 2 6          |
            # the emulator has the core that is not whole, and a whole one where there are two for it
            smt    | 0-1,5        | 1 1 2    | 1        | 1 5              | 0
            smt    | 0-1,4-5      | 1 1 2    | 2        | 0 4              | 1,5
            # cores that are not whole are put together last
            smt    | 0-2,6        | 1 2 2    | 0        | 2 6 0 1          |
            # a core stays in one cell, also where its threads cannot stay together
            two    | 0,4,12       | 1 1 2    | 1        | 4 12             | 0
            two    | 0-1,4        | 1 1 2    | 1        | 0 1              | 4
            two    | 2,4          | 1 1 2    | 0        | 2 4              |
            two    | 3,7,11,15    | 2 1 2    | 0        | 3 11 7 15        |
            """)
    void eachProcessorHasOneOfThePods(
            String node, String allowed, String topology, int emulator, String processors, String emulators) {
        var plan = PlacementPlanner.plan(asked(topology, emulator, false, 0), host(node, allowed));

        assertThat(plan)
                .isEqualTo(new PlacementPlan.Placed(new Placement(
                        numbers(processors), Optional.ofNullable(emulators).map(CpuSet::parse), List.of(), Map.of())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # node | allowed  | topology | pages | processors | cells: host, guest's CPUs, pages
            two    | 0-1      | 1 2 1    | 5     | 0 1        | 0:0-1=5
            two    | 0,4,8,12 | 1 2 2    | 5     | 0 8 4 12   | 0:0-1=3 1:2-3=2
            two    | 1,4-6    | 4 1 1    | 4     | 1 4 5 6    | 0:0=2 1:1-3=2
            three  | 1,5      | 2 1 1    | 3     | 1 5        | 0:0=2 4:1=1
            flat   | 3-4      | 2 1 1    | 1     | 3 4        | 0:0-1=1
            """)
    void cellsOfTheGuestAreThoseThatItIsIn(
            String node, String allowed, String topology, int pages, String processors, String cells) {
        var plan = PlacementPlanner.plan(asked(topology, 0, true, pages), host(node, allowed));

        assertThat(plan).isInstanceOfSatisfying(PlacementPlan.Placed.class, placed -> {
            assertThat(placed.placement().processors()).isEqualTo(numbers(processors));
            assertThat(placed.placement().cells().stream()
                            .map(cell -> cell.host() + ":" + cell.processors() + "=" + cell.kibibytes() / PAGE)
                            .collect(Collectors.joining(" ")))
                    .isEqualTo(cells);
        });
    }

    @Test
    void distancesAreThoseOfTheCellsInUse() {
        var plan = PlacementPlanner.plan(asked("2 1 1", 0, true, 2), host("three", "3,5"));

        assertThat(plan)
                .isInstanceOfSatisfying(
                        PlacementPlan.Placed.class,
                        placed -> assertThat(placed.placement().cells().stream()
                                        .map(cell -> cell.distances().toString()))
                                .containsExactly("{0=10, 1=20}", "{0=20, 1=10}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # node | allowed | topology | emulator | pages, 0 without cells | why
            flat   | 2-3     | 1 3 1    | 0        | 0     | the pod asked for 3 CPUs of its own, and what the kubelet lets it run on is 2-3: 2 CPUs
            flat   | 2-3     | 1 2 1    | 1        | 0     | the pod asked for 3 CPUs of its own, and what the kubelet lets it run on is 2-3: 2 CPUs
            flat   | 0-7     | 1 2 1    | 0        | 0     | the pod asked for 2 CPUs of its own, and what the kubelet lets it run on is 0-7: 8 CPUs
            two    | 0,4     | 1 1 2    | 0        | 1     | the CPUs of the pod, 0,4, are divided among NUMA cells so that a core of 2 threads is in two of them
            two    | 0,4     | 1 2 1    | 0        | 1     | 1 pages of memory cannot be divided among 2 NUMA cells
            none   | 0-1     | 1 2 1    | 0        | 4     | 4 pages of memory cannot be divided among 0 NUMA cells
            """)
    void nothingIsGuessed(String node, String allowed, String topology, int emulator, int pages, String why) {
        assertThat(PlacementPlanner.plan(asked(topology, emulator, pages > 0, pages), host(node, allowed)))
                .isEqualTo(new PlacementPlan.Impossible(why));
    }

    @Test
    void guestThatSharesIsAnywhere() {
        var shared = new LaunchSpec.Compute(
                new CpuTopology(4, 1, 1),
                new CpuModel.HostModel(List.of()),
                PAGE,
                OptionalInt.empty(),
                Optional.empty());

        assertThat(PlacementPlanner.plan(shared, host("flat", "0")))
                .isEqualTo(new PlacementPlan.Placed(Placement.ANYWHERE));
    }

    private static LaunchSpec.Compute asked(String topology, int emulator, boolean mirrors, int pages) {
        var counts = numbers(topology);
        return new LaunchSpec.Compute(
                new CpuTopology(counts.get(0), counts.get(1), counts.get(2)),
                new CpuModel.HostModel(List.of()),
                (long) pages * PAGE,
                OptionalInt.of(PAGE),
                Optional.of(new LaunchSpec.Dedication(emulator, mirrors, false)));
    }

    private static HostCpus host(String node, String allowed) {
        return HostCases.named(node, CpuSet.parse(allowed));
    }

    private static List<Integer> numbers(String text) {
        return Arrays.stream(text.split(" ", -1)).map(Integer::valueOf).toList();
    }
}
