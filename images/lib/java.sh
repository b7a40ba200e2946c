# What the images of Java programs share: their jars, the arguments of their JVM, and a class archive made from both.
# shellcheck shell=bash disable=SC2154 # $images, $recipe and $work are the caller's
#
# A program lies in /opt/yadori and is started as `java @/opt/yadori/java.args`.

# One line an event: time, level, who, what. The class that called the logger says less than the logger's name.
java_log_format='%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s %5$s%6$s%n'

# java_inputs MODULE: for layer_inputs. The jars are the same bytes wherever they were built.
java_inputs() {
  local module=$1 jar
  java_built "$module"
  while IFS= read -r jar; do sha256sum <"$jar"; done < <(java_jars "$module")
  sha256sum <"$images/lib/java.sh"
  sha256sum <"$images/lib/ConstantPools.java"
}

java_built() {
  [[ -s $images/../$1/target/lib.classpath ]] ||
    die "$1: its jars are not built; run ./mvnw -Dquick package first"
}

# The jars of a module in the order of its class path, its own first.
java_jars() {
  local target=$images/../$1/target own
  own=$(find "$target" -maxdepth 1 -name "$1-*.jar" ! -name '*-sources.jar' ! -name '*-javadoc.jar')
  [[ $own && $own != *$'\n'* ]] || die "$1: target/ should hold one jar of its own: ${own:-none}"
  printf '%s\n' "$own"
  # The list ends without a line break, and read would drop its last jar.
  { cat "$target/lib.classpath" && echo; } | tr ':' '\n' | sed "s|^|$target/|"
}

# java_components MODULE: for layer_components.
java_components() {
  sed -n 's/^ *\([^: ]*\):\([^: ]*\):jar:\([^: ]*:\)\{0,1\}\([^: ]*\):[a-z]*\( .*\)\{0,1\}$/pkg:maven\/\1\/\2@\4/p' \
    "$images/../$1/target/lib.parts"
}

# java_program ROOT MODULE MAIN [JVM_ARGUMENT]...: fills ROOT. With a classes.list beside the recipe, the classes that it
# names go into an archive, mapped at start and shared by all processes of the image on a node.
# The recipe's layer_jars may change the jars before.
java_program() {
  local root=$1 module=$2 main=$3 jar names=()
  shift 3
  install -d -m 0755 "$root/opt/yadori/lib"
  java_built "$module"
  while IFS= read -r jar; do
    install -m 0644 "$jar" "$root/opt/yadori/lib/"
    names+=("/opt/yadori/lib/${jar##*/}")
  done < <(java_jars "$module")
  layer_jars "$root/opt/yadori/lib"
  {
    printf '"%s"\n' "$@" "-Djava.util.logging.SimpleFormatter.format=$java_log_format"
    if [[ -e $recipe/classes.list ]]; then printf '%s\n' -XX:SharedArchiveFile=/opt/yadori/classes.jsa -Xshare:auto; fi
    printf '%s\n' -cp "$(IFS=:; printf '%s' "${names[*]}")" "$main"
  } >"$root/opt/yadori/java.args"
  # An archive records the times of jars and is silently not used where they differ.
  find "$root/opt" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
  if [[ -e $recipe/classes.list ]]; then java_archive "$root" "$@"; fi
}

java_archive() {
  local root=$1 below=$work/java-below
  shift
  rm -rf "$below"
  layer_below "$below"
  cp -a "$root/opt/yadori" "$below/opt/"
  # A list that the JVM itself has written is whole; a list of names alone lacks what the runtime's own list has.
  if grep -q '^@lambda-form-invoker ' "$recipe/classes.list"; then
    cp "$recipe/classes.list" "$below/opt/classes.list"
  else
    cat "$below/opt/java/lib/classlist" "$recipe/classes.list" >"$below/opt/classes.list"
  fi
  # What classes refer to can be archived resolved only where the archive holds them linked.
  if [[ " $* " == *' -XX:+AOTClassLinking '* ]]; then java_constants "$root" "$below" >>"$below/opt/classes.list"; fi
  # Which strings are archived depends on when garbage is collected; in a heap where it never is, two dumps are equal.
  set -- "$@" -Xms256m -Xmn224m -Xmx256m
  # shellcheck disable=SC2016 # expanded by the inner shell
  contained sh -c 'mount -t proc proc "$1/proc" && root=$1 && shift && exec chroot "$root" "$@"' sh "$below" \
    /opt/java/bin/java "$@" -Xshare:dump -XX:SharedClassListFile=/opt/classes.list \
    -XX:SharedArchiveFile=/opt/yadori/classes.jsa -cp "$(sed -n '/^-cp$/{n;p}' "$root/opt/yadori/java.args")" \
    >"$work/java-archive.log" 2>&1 || die "java -Xshare:dump failed: $(tail -n1 "$work/java-archive.log")"
  install -m 0644 "$below/opt/yadori/classes.jsa" "$root/opt/yadori/"
  rm -rf "$below"
}

# java_tool FILE [ARGUMENT]...: runs a program of one source file on the JDK that builds.
java_tool() { "$("$images/../etc/find-jdk")/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "$@"; }

# java_constants ROOT BELOW: lines for BELOW's class list. The JDK reads the class files of the runtime in BELOW, which cannot
# compile.
java_constants() {
  local root=$1 below=$2 classpath
  classpath=$(sed -n '/^-cp$/{n;p}' "$root/opt/yadori/java.args")
  java_tool "$images/lib/ConstantPools.java" "$below/opt/classes.list" \
    "$below/opt/java" "${classpath//\/opt\/yadori\//$below/opt/yadori/}"
}

# java_service_arguments HEAP YOUNG: of a long-running service. A small heap that gives memory back, with the first
# collection and not after four, most of all a young generation that does not grow with it; one compiler, for what is called
# often and not for what each start goes through; no archive
# relocation; nothing kept that can be made again. Only the cluster's own authorities are trusted, which come with each
# connection, and not the hundred and forty of the web. Jackson reflects on more than a thousand accessors, and for those in use the
# JDK makes classes of their own, each with a loader: 900 in a controller at work. Native accessors need none.
java_service_arguments() {
  printf '%s\n' -XX:+UseSerialGC -Xms8m "-Xmx$1" "-XX:NewSize=$2" "-XX:MaxNewSize=$2" -Xss512k \
    -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=4 -XX:+UseCompactObjectHeaders -XX:ReservedCodeCacheSize=32m -XX:-UsePerfData \
    -XX:MaxDirectMemorySize=16m -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=15 -XX:-ShrinkHeapInSteps \
    -XX:SoftRefLRUPolicyMSPerMB=50 -XX:TrimNativeHeapInterval=5000 -XX:+ExitOnOutOfMemoryError -XX:+UnlockDiagnosticVMOptions \
    -XX:ArchiveRelocationMode=0 --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Dio.netty.allocator.type=unpooled -Dio.netty.recycler.maxCapacityPerThread=0 -Djava.io.tmpdir=/tmp \
    -Djavax.net.ssl.trustStore=NONE -Djdk.reflect.useNativeAccessorOnly=true
}
