package tocsin.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tocsin.api.ApiKey;
import tocsin.api.Caller;
import tocsin.demo.Account;
import tocsin.demo.Player;
import tocsin.demo.Scenario;
import tocsin.intake.Bounds;
import tocsin.intake.Role;
import tocsin.model.Sha256;
import tocsin.observe.Health;
import tocsin.readmodel.ReadModel;
import tocsin.rules.PackFiles;
import tocsin.runtime.ChannelSettings;
import tocsin.runtime.ClientFiles;
import tocsin.runtime.InstanceFiles;
import tocsin.runtime.SameProcess;
import tocsin.runtime.Teardown;
import tocsin.runtime.Tocsin;
import tocsin.runtime.TocsinSettings;
import tocsin.text.PlainText;

/// `./tocsin demo`
@Command(name = "demo", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin demo --http-port 0 --data-dir /tmp/second-demo", description = "Run everything on one machine, with a real broker and"
        + " registry, and play a story into it. Needs no account, container or other server.")
final class DemoCommand implements Callable<Integer> {
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(3);
    private static final int USUAL_PORT = 8080;
    private static final String DUTY = "duty-wang";
    private static final String DEPUTY = "leader-zhao";
    private static final Duration QUIET_WITHIN = Duration.ofMinutes(2);

    @Option(names = "--once", description = "play to the end, print what happened and the books, exit 0 if they balance")
    private boolean once;

    @Option(names = "--speed", description = "how many times faster than the story (default: ${DEFAULT-VALUE})", defaultValue = "60")
    private int speed;

    @Option(names = "--scenario", description = "the story (default: the chemical-plant fire of the pack)")
    private @Nullable Path scenario;

    @Option(names = "--http-port", paramLabel = "PORT", description = "port of the console and the API (default: 8080 where it is free, with --once any; 0 for a free one)")
    private @Nullable Integer httpPort;

    @Option(names = "--kafka-port", description = "port of the broker (default: a free one)", defaultValue = "0")
    private int kafkaPort;

    @Option(names = "--registry-port", description = "port of the registry (default: a free one)", defaultValue = "0")
    private int registryPort;

    @Option(names = "--data-dir", description = "where everything is kept (default: data/demo; with --once a folder that is removed)")
    private @Nullable Path dataDir;

    @Option(names = "--open", description = "let the broker and the registry ask nobody for a password")
    private boolean open;

    @Option(names = "--json", description = "with --once: print the books and totals as JSON")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (speed < 1) {
            throw new CommandFailure(Main.WRONG_USAGE, "--speed must be at least 1");
        }
        Words.port("--kafka-port", kafkaPort);
        Words.port("--registry-port", registryPort);
        int port = httpPort();
        Path packFolder = Home.path("alert-rules/packs/qingdao");
        Scenario story = Scenario
                .read(scenario != null ? scenario : packFolder.resolve("scenarios/chemical-plant-fire.yaml"));
        boolean removed = once && dataDir == null;
        Path folder = dataDir != null ? dataDir
                : once ? Files.createTempDirectory("tocsin-demo-") : Path.of("data/demo");
        Teardown teardown = new Teardown();
        if (removed) {
            teardown.add("data folder", () -> delete(folder));
        }
        if (!once) {
            serve(packFolder, story, folder, port, teardown);
            return 0;
        }
        try {
            return playOnce(packFolder, story, folder, port, teardown);
        } finally {
            teardown.close();
        }
    }

    private int playOnce(Path packFolder, Scenario story, Path folder, int port, Teardown teardown)
            throws InterruptedException {
        Map<String, String> keys = keys(story);
        Tocsin tocsin = start(packFolder, settings(story, keys, folder, port), folder, teardown);
        player(tocsin, story, keys, teardown).play(run());
        boolean balanced = awaitQuiet(tocsin.model());
        if (json) {
            ObjectNode answer = tocsin.model().books().json();
            ObjectNode totals = answer.putObject("totals");
            tocsin.model().totals().forEach(totals::put);
            out().println(answer);
        } else {
            Account.of(tocsin.model()).forEach(line -> out().println(PlainText.line(line)));
        }
        return balanced ? 0 : Main.NOT_SO;
    }

    private void serve(Path packFolder, Scenario story, Path folder, int port, Teardown teardown)
            throws InterruptedException {
        Map<String, String> keys = keys(story);
        Tocsin tocsin;
        try {
            tocsin = start(packFolder, settings(story, keys, folder, port), folder, teardown);
        } catch (RuntimeException e) {
            teardown.close();
            throw e;
        }
        DemoPersons.told(tocsin).forEach(line -> out().println(line));
        out().println("ready: console " + tocsin.url() + "  key " + tocsin.consoleKey() + "  (a second person's key: "
                + folder.resolve("deputy-key") + ")");
        new ClientFiles(folder).use().forEach(out()::println);
        if (Boolean.getBoolean(SameProcess.AGAIN)) {
            tell("— started again; the story is not told twice");
            Home.serve(teardown);
            return;
        }
        Player player = player(tocsin, story, keys, teardown);
        Thread.ofVirtual().start(() -> {
            try {
                if (player.play(run())) {
                    tell("— the story is told; Tocsin goes on until Ctrl-C");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Home.serve(teardown);
    }

    /// The port that was asked for. Where none was, another demonstration or program that has the usual one keeps it.
    private int httpPort() {
        if (httpPort != null) {
            return Words.port("--http-port", httpPort);
        }
        if (once) {
            return 0;
        }
        try (ServerSocket free = new ServerSocket(USUAL_PORT, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            tell("port " + USUAL_PORT + " is taken, so a free one is used");
            return 0;
        }
    }

    private Tocsin start(Path packFolder, TocsinSettings settings, Path folder, Teardown teardown)
            throws InterruptedException {
        tell("Tocsin starts (broker, registry, pipeline) in " + folder.toAbsolutePath()
                + "; it takes some ten seconds, the first time and on a busy machine a minute");
        PackFiles pack = PackFiles.read(packFolder);
        PackFiles faster = speed == 1 ? pack : pack.faster(speed);
        Tocsin tocsin = teardown.add("tocsin", new Tocsin(settings, faster, Clock.systemUTC(),
                this::tell, once ? why -> tell(why + "; the run is not what it would have been") : SameProcess::again));
        tocsin.start();
        long began = System.nanoTime();
        Duration waited = Duration.ZERO;
        while (!tocsin.awaitReady(LOOK_EVERY)) {
            waited = Duration.ofNanos(System.nanoTime() - began);
            if (waited.compareTo(READY_WITHIN) > 0) {
                throw new IllegalStateException("Tocsin is not ready after " + READY_WITHIN.toMinutes()
                        + " minutes; it waits for " + awaited(tocsin) + ", see the log above");
            }
            tell("  " + waited.toSeconds() + " s: waits for " + awaited(tocsin));
        }
        return tocsin;
    }

    private static String awaited(Tocsin tocsin) {
        List<String> parts = new ArrayList<>();
        tocsin.health().readyJson().path("components").properties().stream()
                .filter(part -> !part.getValue().asText().equals(Health.OK)).forEach(part -> parts.add(part.getKey()));
        return parts.isEmpty() ? "the rest" : String.join(", ", parts);
    }

    private TocsinSettings settings(Scenario story, Map<String, String> keys, Path folder, int port) {
        List<ApiKey> apiKeys = new ArrayList<>();
        story.agencies()
                .forEach(agency -> apiKeys.add(
                        new ApiKey(new Caller(agency, Role.REPORTER, agency, null, Bounds.NONE), hash(keys, agency))));
        // Commands on this machine act as one person of the story's city, and the deputy's key as another.
        InstanceFiles files = new InstanceFiles(folder);
        apiKeys.add(key("duty", Role.ADMINISTRATOR, DUTY, files.consoleKey()));
        apiKeys.add(key("deputy", Role.APPROVER, DEPUTY, files.deputyKey()));
        story.officials().forEach(official -> apiKeys
                .add(key(official, Role.APPROVER, official, keys.getOrDefault(official, ""))));
        return new TocsinSettings(Map.of("bootstrap.servers", TocsinSettings.EMBEDDED),
                new TocsinSettings.Registry(TocsinSettings.EMBEDDED, null), "", "tocsin.", 3, 1, folder,
                new TocsinSettings.Http("127.0.0.1", port), Path.of("alert-rules/packs/qingdao"),
                ChannelSettings.OUTBOX, apiKeys,
                null,
                Map.of(), Duration.ofMillis(30), new TocsinSettings.EmbeddedPorts(kafkaPort, registryPort, open));
    }

    private static ApiKey key(String name, Role role, String person, String key) {
        return new ApiKey(new Caller(name, role, null, null, Bounds.NONE, person),
                Sha256.of(key.getBytes(StandardCharsets.UTF_8)));
    }

    private static String hash(Map<String, String> keys, String name) {
        return Sha256.of(keys.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> keys(Scenario story) {
        SecureRandom random = new SecureRandom();
        Map<String, String> keys = new HashMap<>();
        Stream.concat(story.agencies().stream(), story.officials().stream()).forEach(name -> {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            keys.put(name, HexFormat.of().formatHex(bytes));
        });
        return keys;
    }

    private Player player(Tocsin tocsin, Scenario story, Map<String, String> keys, Teardown teardown) {
        Map<String, Player.Voice> voices = new HashMap<>();
        keys.forEach((name, key) -> {
            TocsinClient client = teardown.add("client", new TocsinClient(tocsin.url(), key));
            voices.put(name, (path, body) -> {
                TocsinClient.Answer answer = client.post(path, body);
                if (!answer.isGood()) {
                    throw new CommandFailure(Main.NOT_SO, name + ": " + ClientOptions.refusal(answer));
                }
            });
        });
        Player player = new Player(story, speed, voices, tocsin.model(), Clock.systemUTC(), this::tell);
        teardown.add("player", player::stop);
        return player;
    }

    /// Whether everything came to rest and the books balance: looked at until they have, and stay so for a moment.
    private static boolean awaitQuiet(ReadModel model) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        int quiet = 0;
        for (long looks = QUIET_WITHIN.toMillis() / 250; looks > 0 && quiet < 8; looks--) {
            quiet = model.books().quiet() ? quiet + 1 : 0;
            if (never.await(250, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return quiet >= 8;
    }

    /// Tells a run of the story from the one before, so that its reports are new ones.
    private static String run() {
        return Long.toString(Clock.systemUTC().millis(), 36);
    }

    private void tell(String line) {
        (json ? err() : out()).println(line);
    }

    private PrintWriter out() {
        return Output.of(spec);
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
