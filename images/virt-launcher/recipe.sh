# The process beside one guest, and everything that it runs. See README.md.
# shellcheck shell=bash disable=SC2034,SC2154 # read by images/build
PARENT=launcher-base
KIND=files
USER_=107:107
CMD=(/usr/bin/virt-launcher --help)

# docs/decisions/0045-launcher-jvm.md says what each is for.
LAUNCHER_ARGUMENTS=(-XX:+UseSerialGC -Xms8m -Xmn2m -Xmx32m -Xss256k -XX:+AOTClassLinking -XX:TieredStopAtLevel=1
  -XX:CompileThresholdScaling=10 -XX:+UseCompactObjectHeaders -XX:ReservedCodeCacheSize=16m -XX:-UsePerfData -XX:MaxDirectMemorySize=8m
  -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=15 -XX:TrimNativeHeapInterval=2000 -XX:+ExitOnOutOfMemoryError
  -XX:ErrorFile=/run/yadori/jvm-crash.log -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
  -Djava.library.path=/opt/yadori/native -Djna.boot.library.path=/opt/yadori/native -Djna.nounpack=true
  -Djava.io.tmpdir=/run/yadori -Dio.netty.allocator.type=unpooled -Dio.netty.recycler.maxCapacityPerThread=0
  -Dio.netty.eventLoopThreads=1 -Dio.netty.machineId=00:00:00:00:00:00:00:01 -Dio.netty.processId=1
  -Djdk.reflect.useNativeAccessorOnly=true)

layer_needs() { need unzip=unzip; }

layer_inputs() { java_inputs virt-launcher; }

layer_files() {
  local root=$1
  cp -R "$recipe/root/." "$root/"
  launcher_natives "$root/opt/yadori/native"
  java_program "$root" virt-launcher dev.yadori.launcher.Main "${LAUNCHER_ARGUMENTS[@]}"
}

layer_jars() { java_tool "$recipe/UsedFunctions.java" "$1"/virt-launcher-*.jar "$1"/libvirt-[0-9]*.jar; }

# What libraries would unpack to a folder of temporary files at every start: copies that no two pods share.
launcher_natives() {
  local lib=$images/../virt-launcher/target/lib
  install -d -m 0755 "$1"
  unzip -p "$lib"/jna-[0-9]*.jar com/sun/jna/linux-x86-64/libjnidispatch.so >"$1/libjnidispatch.so"
  unzip -p "$lib"/netty-transport-native-epoll-*-linux-x86_64.jar \
    META-INF/native/libnetty_transport_native_epoll_x86_64.so >"$1/libnetty_transport_native_epoll_x86_64.so"
  chmod 0644 "$1"/*
}

layer_components() { java_components virt-launcher; }
