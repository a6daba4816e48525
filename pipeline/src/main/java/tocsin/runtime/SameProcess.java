package tocsin.runtime;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.embedded.EmbeddedBroker;

/// Starts this program again in the same process, as if it had been killed and started at once: nothing of what ran
/// before runs on, and whoever watches the process sees the same one.
///
/// Where the system cannot do that, the process ends with code 75, for whoever watches it to start it again.
public final class SameProcess {
    /// The property that a program started again has.
    public static final String AGAIN = "tocsin.again";
    private static final Logger LOG = LoggerFactory.getLogger(SameProcess.class);
    private static final int SET_DESCRIPTOR_FLAGS = 2;
    private static final int CLOSE_ON_EXEC = 1;
    private static final int FIRST_OF_OURS = 3;

    private SameProcess() {}

    /// Starts again; does not come back.
    public static void again(String why) {
        LOG.warn("Tocsin is started again in the same process: {}", why);
        try {
            replace();
        } catch (Throwable e) {
            LOG.error("it cannot be started again in the same process", e);
        }
        LOG.error("Tocsin must be started again: {}; this process ends with code {}", why,
                EmbeddedBroker.START_AGAIN);
        Runtime.getRuntime().halt(EmbeddedBroker.START_AGAIN);
    }

    @SuppressWarnings("restricted")
    private static void replace() throws Throwable {
        Path program = Path.of("/proc/self/exe").toRealPath();
        List<String> words = words();
        Linker linker = Linker.nativeLinker();
        MethodHandle flags = linker.downcallHandle(linker.defaultLookup().find("fcntl").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        MethodHandle exec = linker.downcallHandle(linker.defaultLookup().find("execv").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(program.toString());
            MemorySegment argv = arena.allocate(ValueLayout.ADDRESS, words.size() + 1L);
            for (int i = 0; i < words.size(); i++) {
                argv.setAtIndex(ValueLayout.ADDRESS, i,
                        arena.allocateFrom(words.get(i), StandardCharsets.ISO_8859_1));
            }
            // Ports and locks go with the old program.
            for (int descriptor : descriptors()) {
                int ignored = (int) flags.invokeExact(descriptor, SET_DESCRIPTOR_FLAGS, CLOSE_ON_EXEC);
            }
            int failed = (int) exec.invokeExact(path, argv);
            throw new IOException("execv gave " + failed);
        }
    }

    /// The command line as it was, byte for byte, and the property that it is used again.
    private static List<String> words() throws IOException {
        String line = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.ISO_8859_1);
        List<String> words = new ArrayList<>(List.of(line.substring(0, line.length() - 1).split("\0", -1)));
        String again = "-D" + AGAIN + "=true";
        if (!words.contains(again)) {
            words.add(1, again);
        }
        return words;
    }

    private static List<Integer> descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(file -> Integer.parseInt(file.getFileName().toString()))
                    .filter(descriptor -> descriptor >= FIRST_OF_OURS).toList();
        }
    }
}
