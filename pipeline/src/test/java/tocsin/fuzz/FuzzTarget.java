package tocsin.fuzz;

/// The way in for a fuzzer that looks for new paths: `docs/fuzzing.md` has the command.
///
/// `-Dtocsin.fuzz.parser=NAME` says which reader; the method has the form that Jazzer calls, and needs nothing of it.
public final class FuzzTarget {
    private static final Parser PARSER = Parsers.named(System.getProperty("tocsin.fuzz.parser", "json-report"))
            .getFirst();

    private FuzzTarget() {}

    /// Makes the reader before the first input is timed.
    public static void fuzzerInitialize() {
        if (PARSER.seeds().isEmpty()) {
            throw new IllegalStateException("a reader without inputs");
        }
    }

    /// Reads one input; throws nothing but faults.
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        PARSER.reading().read(input);
    }

    /// Writes the seeds of a reader into a folder, a file each.
    public static void main(String[] args) throws java.io.IOException {
        java.nio.file.Path folder = java.nio.file.Files.createDirectories(java.nio.file.Path.of(args[0]));
        int number = 0;
        for (byte[] seed : PARSER.seeds()) {
            java.nio.file.Files.write(folder.resolve("seed-" + number++), seed);
        }
    }
}
