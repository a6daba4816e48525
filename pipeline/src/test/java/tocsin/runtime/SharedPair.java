package tocsin.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tocsin.embedded.EmbeddedPair;

/// Gives each test that asks for it a [Place] of its own on one broker and one registry, which start on first use and end
/// with the virtual machine's last test: most of a test's time was the start of a pair.
///
/// Who kills or restarts a broker, or asks what the pair itself does, starts one of its own.
public final class SharedPair implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharedPair.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Place.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return place(test, test.getRequiredTestClass().getSimpleName().toLowerCase(java.util.Locale.ROOT));
    }

    /// A place nobody else has.
    ///
    /// @param name what its topics begin with: letters and digits
    public static Place place(ExtensionContext test, String name) {
        return test.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .getOrComputeIfAbsent(Running.class, _ -> new Running(), Running.class).place(name);
    }

    /// The pair while it runs.
    private static final class Running implements AutoCloseable {
        private final Path folder;
        private final EmbeddedPair pair;
        private final AtomicInteger places = new AtomicInteger();

        Running() {
            try {
                folder = Files.createTempDirectory("tocsin-pair-");
            } catch (IOException e) {
                throw new UncheckedIOException("no folder for the pair", e);
            }
            pair = EmbeddedPair.start(new EmbeddedPair.Wanted(true, 0, true, 0, null), folder, System.out::println);
        }

        Place place(String name) {
            return new Place(pair.brokerAddress(), pair.registryUrl(), name + "-" + places.incrementAndGet(), folder);
        }

        @Override
        public void close() throws IOException {
            pair.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
