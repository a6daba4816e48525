package tocsin.publishing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tocsin.internal.v1.PackArchive;
import tocsin.internal.v1.PackFile;
import tocsin.internal.v1.Publication;
import tocsin.internal.v1.PublicationState;
import tocsin.rules.PackFiles;
import tocsin.wire.PackArchives;

/// What strangers write to the topics of rules takes nothing from a city: neither what is in force nor the memory.
class PublishedPacksTest {
    private static final Instant NIGHT = Instant.parse("2026-01-10T18:00:00Z");
    private static final PackFiles RULES = PackFiles
            .read(Path.of(System.getProperty("tocsin.home"), "alert-rules", "packs", "qingdao")).rules();

    private final PublishedPacks published = new PublishedPacks(new PublishedPacks.Limits(2, 3));

    private static PackFiles changed(int number) {
        return RULES.with("pack.yaml", RULES.files().get("pack.yaml") + "\n# " + number + "\n");
    }

    private void takes(String key, PackFiles files) {
        published.take(true, key, NIGHT, PackArchives.of(files));
    }

    @Test
    void aPackWhoseFilesDoNotHaveTheHashItNamesIsRefusedBeforeItIsRead() {
        // Given
        PackArchive forged = new PackArchive(RULES.hash(), List.of(new PackFile("pack.yaml", "no: [pack")), null);

        // When
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> published.take(true, RULES.hash(), NIGHT, forged));

        // Then
        assertEquals("its files do not have the hash it names", refused.getMessage());
        assertTrue(published.files(RULES.hash()).isEmpty());
    }

    @Test
    void whatIsPutInForceIsTakenHoweverManyPacksStrangersPublish() {
        // Given
        takes("1", changed(1));
        takes("2", changed(2));

        // When
        assertThrows(IllegalArgumentException.class, () -> takes("3", changed(3)));
        takes(TopicPackLibrary.ACTIVE, changed(4));

        // Then
        assertEquals(changed(4).hash(), published.activePack().orElseThrow().hash());
        assertTrue(published.pack(changed(3).hash()).isEmpty());
        assertTrue(published.pack(changed(1).hash()).isPresent());
    }

    @Test
    void theNewestChangesOfRulesAreKept() {
        // When
        LongStream.rangeClosed(1, 5).forEach(number -> published.take(true, "publication/" + number,
                NIGHT.plusSeconds(number), PackArchives.of(publication(number))));

        // Then
        assertEquals(List.of(3L, 4L, 5L), published.publications().stream().map(Publication::getNumber).toList());
    }

    private static Publication publication(long number) {
        return Publication.newBuilder().setNumber(number).setPackHash(RULES.hash()).setDirectoryHash(RULES.hash())
                .setState(PublicationState.ACTIVATED).setProposedBy("wang").setProposedAt(NIGHT).setNote("").build();
    }
}
