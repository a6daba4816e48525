package tocsin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The order of the rooms: data flows one way, stages are strangers, and only their processors know Kafka Streams.
class LayeringArchTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("tocsin");

    /// Packages of the pipeline in the order of the data; a package may know those of lower numbers only.
    private static final Map<String, Integer> ORDER = Map.ofEntries(Map.entry("model", 0), Map.entry("observe", 0),
            Map.entry("transit", 0),
            Map.entry("wire", 1), Map.entry("intake", 2), Map.entry("sensing", 3), Map.entry("listening", 3),
            Map.entry("checks", 4), Map.entry("timeliness", 7), Map.entry("correlation", 5), Map.entry("assessment", 6),
            Map.entry("verification", 7),
            Map.entry("escalation", 8), Map.entry("answers", 8), Map.entry("roster", 9), Map.entry("fanout", 10),
            Map.entry("upward", 11), Map.entry("desk", 12),
            Map.entry("dispatch", 13), Map.entry("analytics", 13), Map.entry("publishing", 13),
            Map.entry("persons", 13), Map.entry("audit", 13),
            Map.entry("receipts", 13),
            Map.entry("topology", 14),
            Map.entry("readmodel", 14),
            Map.entry("api", 15), Map.entry("console", 15), Map.entry("embedded", 16), Map.entry("stalls", 16),
            Map.entry("runtime", 17),
            Map.entry("demo", 18), Map.entry("mapping", 2), Map.entry("connectors", 3), Map.entry("replay", 18),
            Map.entry("ruletest", 19),
            Map.entry("backtest", 19),
            Map.entry("cli", 20));

    /// Stages decide; each is a stranger to the others. The desk calls them in turn and hands on what they say; fan-out
    /// takes the order to page from escalation, and who is on duty from the roster.
    private static final List<String> STAGES = List.of("intake", "sensing", "listening", "checks", "correlation",
            "assessment", "verification", "timeliness", "escalation", "answers");

    private static String room(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.");
        return parts.length > 1 && parts[0].equals("tocsin") ? parts[1] : "";
    }

    @Test
    void everyRoomHasANumber() {
        TreeSet<String> unknown = new TreeSet<>();
        List<String> below = List.of("v1", "internal", "schemas", "rules", "said", "text", "yaml", "");
        CLASSES.forEach(type -> {
            if (!below.contains(room(type)) && !ORDER.containsKey(room(type))) {
                unknown.add(room(type));
            }
        });
        assertEquals(new TreeSet<>(), unknown);
    }

    @Test
    void dataFlowsOneWay() {
        TreeSet<String> wrong = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                Integer from = ORDER.get(room(type));
                Integer to = ORDER.get(room(dependency.getTargetClass()));
                boolean same = room(type).equals(room(dependency.getTargetClass()));
                if (from != null && to != null && !same && to >= from) {
                    wrong.add(type.getName() + " knows " + dependency.getTargetClass().getName());
                }
            }
        }
        assertEquals(new TreeSet<>(), wrong);
    }

    @Test
    void stagesAreStrangersToEachOther() {
        TreeSet<String> wrong = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String to = room(dependency.getTargetClass());
                if (STAGES.contains(room(type)) && STAGES.contains(to) && !to.equals(room(type))) {
                    wrong.add(type.getName() + " knows " + dependency.getTargetClass().getName());
                }
            }
        }
        assertEquals(new TreeSet<>(), wrong);
    }

    @Test
    void whatDecidesKnowsNoKafkaStreams() {
        List<String> mayKnow = List.of("topology", "runtime", "cli");
        TreeSet<String> wrong = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            boolean processor = type.getSimpleName().endsWith("Processor") || type.getName().contains("WaitingRoom");
            if (!mayKnow.contains(room(type)) && !processor && !type.getName().contains("Processor$")) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(to -> to.getTargetClass().getPackageName().startsWith("org.apache.kafka.streams"))
                        .forEach(to -> wrong.add(type.getName() + " knows " + to.getTargetClass().getName()));
            }
        }
        assertEquals(new TreeSet<>(), wrong);
    }

    @Test
    void timeIsPassedInAndNeverRead() {
        TreeSet<String> wrong = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (STAGES.contains(room(type))
                    || List.of("desk", "upward", "fanout", "roster", "model").contains(room(type))) {
                type.getMethodCallsFromSelf().stream()
                        .filter(call -> call.getTarget().getName().equals("now")
                                && call.getTarget().getOwner().getPackageName().equals("java.time")
                                || call.getTarget().getFullName().startsWith("java.lang.System.currentTimeMillis")
                                || call.getTarget().getFullName().startsWith("java.util.UUID.randomUUID")
                                || call.getTarget().getFullName().startsWith("java.util.Random"))
                        .forEach(call -> wrong.add(call.getDescription()));
            }
        }
        assertEquals(new TreeSet<>(), wrong);
    }

    @Test
    void everyRoomSaysWhatItIs() {
        TreeSet<String> silent = new TreeSet<>();
        ORDER.keySet().forEach(room -> {
            if (CLASSES.stream().noneMatch(type -> type.getName().equals("tocsin." + room + ".package-info"))) {
                silent.add(room);
            }
        });
        assertEquals(new TreeSet<>(), silent);
        assertTrue(CLASSES.size() > 100, "the import found the classes");
    }
}
