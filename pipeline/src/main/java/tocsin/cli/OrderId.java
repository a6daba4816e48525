package tocsin.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The id of an order, for whoever gives it again.
final class OrderId {
    @Option(names = "--command-id", paramLabel = "ID", description = "the order's id: given again under the same id it is done once (default: a new one)")
    private @Nullable String id;

    /// Puts the id into an order, where one was given.
    ObjectNode on(ObjectNode command) {
        if (id != null) {
            command.put("commandId", Words.given("--command-id", id));
        }
        return command;
    }
}
