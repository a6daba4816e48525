package tocsin.dispatch.board.ntcip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.dispatch.board.BoardMessage;
import tocsin.dispatch.board.Boards;
import tocsin.doubles.sign.MultiReader;
import tocsin.doubles.sign.SignRow;
import tocsin.rules.directory.Board;

class MultiTextTest {
    private static final Duration PAGE = Duration.ofMillis(2800);
    private static final Board BOARD = Boards.board("ntcip", "127.0.0.1:161", "en");

    private static Optional<String> objection(String... lines) {
        return MultiText.objection(BOARD, Boards.message("n1", 100, lines));
    }

    @Test
    void aPageIsItsLinesCentred() {
        assertEquals("[jl3]FLOOD WARNING[nl]KEEP AWAY", MultiText.of(List.of(List.of("FLOOD WARNING", "KEEP AWAY")),
                PAGE));
    }

    @Test
    void twoPagesSayHowLongEachStands() {
        assertEquals("[pt28o0][jl3]FLOOD[np][jl3]KEEP[nl]AWAY",
                MultiText.of(List.of(List.of("FLOOD"), List.of("KEEP", "AWAY")), PAGE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"A[B|A[[B", "A]B|A]]B", "[nl]|[[nl]]", "[[|[[[[", "]|]]", "100% #1|100% #1"})
    void aBracketIsDoubledAndSoNeverATag(String line, String multi) {
        assertEquals("[jl3]" + multi, MultiText.of(List.of(List.of(line)), PAGE));
        assertEquals(MultiReader.NOTHING, new MultiReader(1, line.length()).read(MultiText.of(List.of(List.of(line)),
                PAGE)), "a board reads it back at its own length");
    }

    @ParameterizedTest
    @ValueSource(strings = {"洪水", "CAFÉ", "A\tB", "A\u007FB", "A\nB", "\uD83D\uDEA8"})
    void whatPlainMultiHasNoCharacterForIsRefused(String line) {
        assertTrue(objection(line).orElseThrow().startsWith("plain MULTI has no U+"), line);
    }

    @Test
    void aChinesePageBesideAnEnglishOneIsRefusedToo() {
        BoardMessage both = new BoardMessage("n1", List.of(List.of("洪水"), List.of("FLOOD")), 9, Boards.NOW);
        assertTrue(MultiText.objection(BOARD, both).isPresent());
    }

    @ParameterizedTest
    @CsvSource({"18,3,true", "19,3,false", "18,4,false", "0,1,false"})
    void aMessageHasRoomOrIsRefused(int columns, int rows, boolean room) {
        // Given
        List<String> page = Collections.nCopies(rows, "[".repeat(columns));

        // Then
        assertEquals(room, objection(page.toArray(String[]::new)).isEmpty(), "a bracket takes one column");
    }

    @Test
    void aThirdPageIsRefused() {
        BoardMessage three = new BoardMessage("n1", Collections.nCopies(3, List.of("A")), 9, Boards.NOW);
        assertTrue(MultiText.objection(BOARD, three).isPresent());
    }

    @Test
    void theCheckSumIsTheOneOfTheStandard() {
        assertEquals(0x906E, MessageCrc.x25("123456789".getBytes(StandardCharsets.US_ASCII)), "X.25's check value");
        assertEquals(0x0000, MessageCrc.x25(new byte[0]));
        assertEquals(7439, MessageCrc.of("[pt30o0][pb][cf][jp3][jl3][fo220,B62F]TEST", 0, 0), "a controller's own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "[jl3]FLOOD", "[pt28o0][jl3]~[np][jl3] "})
    void driverAndBoardCountAlikeInTheirOwnWays(String multi) {
        assertEquals(SignRow.sum(multi), MessageCrc.of(multi, 0, 0));
    }

    @Test
    void beaconsAndPixelServiceAreCounted() {
        assertEquals(3, List.of(MessageCrc.of("A", 0, 0), MessageCrc.of("A", 1, 0), MessageCrc.of("A", 0, 1)).stream()
                .distinct().count());
    }

    @ParameterizedTest
    @CsvSource({"PT1S,1", "PT59.999S,1", "PT1M,1", "PT1M0.001S,2", "PT1H,60", "PT65534M,65534", "PT65535M,65534",
            "P100D,65534"})
    void minutesAreRoundedUpAndNeverWithoutEnd(Duration left, int minutes) {
        Instant now = Boards.NOW;
        assertEquals(minutes, ActivationCode.minutes(now, now.plus(left)));
    }

    @Test
    void anActivationIsTwelveOctets() {
        // Given
        MessageId message = new MessageId(Dms.MemoryType.CHANGEABLE, 258, 0xBEEF);

        // When
        byte[] octets = new ActivationCode(65534, 255, message).octets();

        // Then
        assertEquals("fffeff030102beef00000000", HexFormat.of().formatHex(octets));
        assertEquals(message, MessageId.of(message.octets()));
        assertEquals(Dms.MemoryType.OTHER, MessageId.of(new byte[0]).memory());
    }

    @Test
    void settingsDoNotPrintTheCommunity() {
        assertTrue(!NtcipSettings.usual("hush").toString().contains("hush"));
    }
}
