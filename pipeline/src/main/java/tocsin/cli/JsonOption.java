package tocsin.cli;

import picocli.CommandLine.Option;

/// Whether a command prints for machines.
final class JsonOption {
    @Option(names = "--json", description = "print JSON")
    private boolean json;

    boolean isJson() {
        return json;
    }
}
