package tocsin.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Ids that count nothing.
class EventIdsTest {
    private final EventIds ids = new EventIds();

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 41, Long.MAX_VALUE})
    void anIdIsReadByWhoGaveIt_andIsNeverTheSameTwice(long number) {
        assertEquals(OptionalLong.of(number), ids.number(ids.id(number)));
        assertNotEquals(ids.id(number), ids.id(number));
        assertEquals(OptionalLong.empty(), new EventIds().number(ids.id(number)));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a1-0", "0", "zz"})
    void otherTextIsNoId(String text) {
        assertEquals(OptionalLong.empty(), ids.number(text));
    }

    @Test
    void anIdThatWasChangedIsNone() {
        char[] id = ids.id(7).toCharArray();
        id[30] = id[30] == '0' ? '1' : '0';
        assertEquals(OptionalLong.empty(), ids.number(new String(id)));
    }
}
