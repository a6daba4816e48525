package tocsin.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.resource.PatternType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tocsin.runtime.AclList;
import tocsin.runtime.SettingsReader;
import tocsin.wire.Acl;
import tocsin.wire.Topics;

/// `./tocsin topics acls`
@Command(name = "acls", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin topics acls --principal tocsin=User:tocsin --agency qingdao-fire --commands", description = "Print who must be allowed what at a Kafka broker with"
        + " an authorizer. Asks no broker.")
final class AclsCommand implements Callable<Integer> {
    /// The word that stands for all applications of Tocsin.
    private static final String TOCSIN = "tocsin";

    @Option(names = "--config", paramLabel = "FILE", description = "a configuration, for the prefix of its topics")
    private @Nullable Path config;

    @Option(names = "--principal", paramLabel = "WHO=PRINCIPAL", description = "who does it: tocsin for all its applications, or an application, a role"
            + " (producer, sensors, reader, inspector, operator) or an agency; may stand several times (default: User:WHO)")
    private Map<String, String> principals = new HashMap<>();

    @Option(names = "--agency", paramLabel = "ID", description = "an agency with a topic of its own; may stand several times")
    private List<String> agencies = new ArrayList<>();

    @Option(names = "--who", paramLabel = "WHO", description = "only these applications, roles and agencies; may stand several times")
    private List<String> only = new ArrayList<>();

    @Option(names = "--commands", description = "print lines of kafka-acls.sh")
    private boolean commands;

    @Option(names = "--bootstrap-server", paramLabel = "ADDRESS", description = "the broker in those lines (default: ${DEFAULT-VALUE})", defaultValue = "localhost:9092")
    private String broker = "localhost:9092";

    @Option(names = "--command-config", paramLabel = "FILE", description = "the file of an administrator's settings in those lines")
    private @Nullable String commandConfig;

    @Mixin
    private JsonOption format = new JsonOption();

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    private record Row(Acl acl, String who, String principal) {}

    @Override
    public Integer call() {
        String prefix = config == null ? "tocsin." : SettingsReader.read(config, System.getenv()).prefix();
        List<Row> rows = rows(new AclList(new Topics(prefix, 1)));
        PrintWriter out = Output.of(spec);
        if (format.isJson()) {
            ArrayNode json = JsonNodeFactory.instance.arrayNode();
            rows.forEach(row -> json.addObject().put("who", row.who()).put("principal", row.principal())
                    .put("resource", row.acl().resource().resourceType().name())
                    .put("match", row.acl().resource().patternType().name())
                    .put("name", row.acl().resource().name()).put("operation", row.acl().operation().name()));
            out.println(json);
        } else if (commands) {
            lines(rows).forEach(out::println);
        } else {
            print(rows, out);
        }
        return 0;
    }

    private List<Row> rows(AclList list) {
        List<Acl> tocsin = list.tocsin();
        Set<String> applications = tocsin.stream().map(Acl::who).collect(Collectors.toCollection(TreeSet::new));
        List<Row> rows = new ArrayList<>();
        tocsin.forEach(acl -> rows.add(new Row(acl, acl.who(),
                principals.getOrDefault(acl.who(), principals.getOrDefault(TOCSIN, "User:" + TOCSIN)))));
        for (AclList.Role role : AclList.Role.values()) {
            list.of(role).forEach(acl -> rows.add(row(acl, role.word())));
        }
        for (String agency : agencies) {
            if (!agency.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*") || agency.equals(Topics.HTTP)) {
                throw new CommandFailure(Main.WRONG_USAGE, "--agency: \"" + agency
                        + "\" can have no topic of its own; its id must be letters, digits, dots and dashes, and not "
                        + Topics.HTTP);
            }
            list.ofAgency(agency).forEach(acl -> rows.add(row(acl, agency)));
        }
        Set<String> known = new TreeSet<>(applications);
        known.add(TOCSIN);
        rows.forEach(row -> known.add(row.who()));
        Stream.concat(only.stream(), principals.keySet().stream()).filter(who -> !known.contains(who)).findFirst()
                .ifPresent(who -> {
                    throw new CommandFailure(Main.WRONG_USAGE, "\"" + who + "\" is none of " + String.join(", ", known)
                            + "; an agency is named with --agency, too");
                });
        return rows.stream().filter(row -> only.isEmpty() || only.contains(row.who())
                || only.contains(TOCSIN) && applications.contains(row.who())).toList();
    }

    private Row row(Acl acl, String who) {
        return new Row(acl, who, principals.getOrDefault(who, "User:" + who));
    }

    private List<String> lines(List<Row> rows) {
        String before = "kafka-acls.sh --bootstrap-server " + broker
                + (commandConfig == null ? "" : " --command-config " + commandConfig);
        Set<String> lines = new java.util.LinkedHashSet<>();
        rows.stream().map(Row::principal).distinct().forEach(principal -> lines.addAll(AclList.commands(
                rows.stream().filter(row -> row.principal().equals(principal)).map(Row::acl).distinct().toList(),
                Map.of("", principal), before)));
        return List.copyOf(lines);
    }

    private static void print(List<Row> rows, PrintWriter out) {
        out.println("%-18s %-18s %-17s %-9s %-46s %s".formatted("who", "principal", "resource", "match", "name",
                "operation"));
        rows.forEach(row -> out.println("%-18s %-18s %-17s %-9s %-46s %s".formatted(row.who(), row.principal(),
                row.acl().resource().resourceType().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
                row.acl().resource().patternType() == PatternType.PREFIXED ? "prefix" : "name",
                row.acl().resource().name(), AclList.operation(row.acl()))));
    }
}
