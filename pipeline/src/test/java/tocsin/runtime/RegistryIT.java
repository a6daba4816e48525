package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.embedded.EmbeddedRegistry;
import tocsin.embedded.PairAccess;
import tocsin.embedded.RegistryDistribution;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.RegistryRefusedException;
import tocsin.schemas.RegistryUnavailableException;
import tocsin.schemas.SchemaIds;
import tocsin.v1.IncidentReport;
import tocsin.wire.Topics;

/// The registry client against a real registry.
class RegistryIT {
    private static final PairAccess ACCESS = new PairAccess("password-of-tocsin-1", "password-of-client-1");

    @TempDir
    private static Path folder;
    private static EmbeddedRegistry registry;
    private static RegistryClient client;

    @BeforeAll
    static void start() {
        registry = new EmbeddedRegistry(RegistryDistribution.ofUser().folder(System.out::println), folder, 0, ACCESS);
        client = new RegistryClient(registry.url(), ACCESS.ownRegistry());
    }

    @AfterAll
    static void stop() {
        client.close();
        registry.close();
    }

    @Test
    void ourSchemasAreRegisteredAndEverySubjectIsFullTransitive() {
        // Given
        SchemasAdmin schemas = new SchemasAdmin(client, new Topics("tocsin.", 3));
        SchemaIds ids = new SchemaIds(client, null, true);

        // When
        schemas.register(ids);
        schemas.setLevels();

        // Then
        assertTrue(client.subjects().contains("tocsin.reports-value"), () -> client.subjects().toString());
        assertEquals(Optional.of("FULL_TRANSITIVE"), client.compatibility("tocsin.reports-value"));
        int id = client.lookUp("tocsin.reports-value", IncidentReport.SCHEMA$);
        assertEquals(id, client.register("tocsin.reports-value", IncidentReport.SCHEMA$),
                "registering again changes nothing");
        assertEquals(IncidentReport.SCHEMA$, client.schema(id));
        assertEquals(IncidentReport.SCHEMA$, client.latest("tocsin.reports-value").orElseThrow());
        assertEquals(java.util.List.of(), schemas.incompatible());
    }

    @Test
    void aChangeThatBreaksEitherWayIsRefused() {
        // Given
        String subject = "change-value";
        Schema first = SchemaBuilder.record("Change").namespace("x").fields().requiredString("a").endRecord();
        Schema moreRequired = SchemaBuilder.record("Change").namespace("x").fields().requiredString("a")
                .requiredInt("b")
                .endRecord();
        Schema moreOptional = SchemaBuilder.record("Change").namespace("x").fields().requiredString("a")
                .optionalInt("b")
                .endRecord();
        client.register(subject, first);
        client.setCompatibility(subject, "FULL_TRANSITIVE");

        // Then
        assertFalse(client.isCompatible(subject, moreRequired));
        assertTrue(client.isCompatible(subject, moreOptional));
        assertEquals(409,
                assertThrows(RegistryRefusedException.class, () -> client.register(subject, moreRequired)).errorCode());
    }

    @Test
    void whatIsNotThereIsNotFoundAndNotAnError() {
        assertEquals(Optional.empty(), client.latest("nobody-value"));
        assertTrue(client.isCompatible("nobody-value", IncidentReport.SCHEMA$));
        assertTrue(assertThrows(RegistryRefusedException.class, () -> client.schema(999_999)).isNotFound());
        assertTrue(assertThrows(RegistryRefusedException.class,
                () -> client.lookUp("nobody-value", IncidentReport.SCHEMA$))
                .isNotFound());
    }

    @Test
    void whoShowsNoPasswordIsRefusedAndTheClientMayReadAndLookUpAndNothingElse() {
        // Given
        String subject = "guarded-value";
        int id = client.register(subject, IncidentReport.SCHEMA$);

        // Then
        for (String user : new String[]{null, "client:wrong", "tocsin:password-of-tocsin-1"}) {
            try (RegistryClient stranger = new RegistryClient(registry.url(), user)) {
                assertTrue(assertThrows(RegistryUnavailableException.class, stranger::subjects).getMessage()
                        .contains("401"));
            }
        }
        try (RegistryClient other = new RegistryClient(registry.url(), ACCESS.clientRegistry())) {
            assertTrue(other.subjects().contains(subject));
            assertEquals(id, other.lookUp(subject, IncidentReport.SCHEMA$));
            assertEquals(IncidentReport.SCHEMA$, other.schema(id));
            assertTrue(other.isCompatible(subject, IncidentReport.SCHEMA$));
            for (String name : new String[]{subject, "new-value", "with/slash-value"}) {
                assertTrue(assertThrows(RegistryUnavailableException.class,
                        () -> other.register(name, IncidentReport.SCHEMA$)).getMessage().contains("403"), name);
            }
            assertTrue(assertThrows(RegistryUnavailableException.class,
                    () -> other.setCompatibility(subject, "NONE")).getMessage().contains("403"));
        }
    }

    @Test
    void aRegistryThatOutlivedItsParentIsFoundAgain() {
        try (EmbeddedRegistry again = new EmbeddedRegistry(Path.of("never-started"), folder, 0, ACCESS)) {
            assertEquals(registry.url(), again.url());
        }
        registry = new EmbeddedRegistry(RegistryDistribution.ofUser().folder(System.out::println), folder, 0, ACCESS);
        client = new RegistryClient(registry.url(), ACCESS.ownRegistry());
    }
}
