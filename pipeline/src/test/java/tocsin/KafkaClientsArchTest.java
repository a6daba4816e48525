package tocsin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every place that makes a client of Kafka is known: each is given the settings of TLS and passwords of its deployment.
/// A whole Tocsin that is refused nothing at a guarded broker (`GuardedBrokerIT`) proves it of those that run; whoever
/// adds a place looks where its settings come from, and adds it here.
class KafkaClientsArchTest {
    private static final List<String> KINDS = List.of("org.apache.kafka.clients.producer.KafkaProducer",
            "org.apache.kafka.clients.consumer.KafkaConsumer", "org.apache.kafka.streams.KafkaStreams",
            "org.apache.kafka.clients.admin.KafkaAdminClient");

    private static boolean isMade(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        return KINDS.contains(owner) && access.getName().equals("<init>")
                || owner.equals("org.apache.kafka.clients.admin.Admin") && access.getName().equals("create");
    }

    @Test
    void everyPlaceThatMakesAClientIsKnown() {
        // Given
        JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("tocsin");

        // When
        Set<String> places = classes.stream().filter(type -> Stream.concat(
                type.getConstructorCallsFromSelf().stream().map(call -> (JavaAccess<?>) call),
                type.getMethodCallsFromSelf().stream()).anyMatch(KafkaClientsArchTest::isMade))
                .map(type -> type.getName()).collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertEquals(new TreeSet<>(Set.of("tocsin.api.Publisher", "tocsin.cli.BrokerCommand",
                "tocsin.cli.ClusterOptions", "tocsin.cli.RecordsOptions$Records", "tocsin.dispatch.Dispatcher",
                "tocsin.persons.TopicPersons",
                "tocsin.publishing.RulesPublisher",
                "tocsin.readmodel.ReadModelFeed", "tocsin.replay.EmbeddedSandbox", "tocsin.replay.SandboxOutputs",
                "tocsin.runtime.AclCheck", "tocsin.runtime.AclWatch", "tocsin.runtime.IntakeBacklog",
                "tocsin.runtime.StreamsApplication", "tocsin.runtime.Tocsin", "tocsin.runtime.UnreadPartitions",
                "tocsin.runtime.Watch", "tocsin.stalls.HangingTransactions", "tocsin.stalls.LogEnds",
                "tocsin.stalls.StallWatch", "tocsin.stalls.Unread", "tocsin.wire.TopicReader",
                "tocsin.wire.TopicTail")), places);
    }
}
