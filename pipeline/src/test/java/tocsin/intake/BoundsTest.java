package tocsin.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where a key may act: in its areas and in all below them, and nowhere else.
class BoundsTest {
    @ParameterizedTest
    @CsvSource({"370202, 370202, true", "370202, 370203, false", "370202, 370202001, true", "370202, 370200, false",
            "370200, 370202, true", "370200, 370200, true", "370200, 370302, false", "370000, 370202, true",
            "370000, 380000, false", "37, 370202, true", "370202,, false", "00, 370202, false"})
    void anAreaHoldsAllBelowIt(String bound, @Nullable String area, boolean holds) {
        assertEquals(holds, new Bounds(List.of(bound), List.of()).holdsArea(area));
    }

    @ParameterizedTest
    @CsvSource({"shinan-fire, true", "shibei-fire, false", ", false"})
    void anAgencyIsOneOfThem(@Nullable String agency, boolean holds) {
        assertEquals(holds, new Bounds(List.of(), List.of("shinan-fire")).holdsAgency(agency));
    }

    @Test
    void whatBoundsNothingHoldsEverything() {
        assertTrue(Bounds.NONE.isNone());
        assertTrue(Bounds.NONE.holdsArea(null));
        assertTrue(Bounds.NONE.holdsAgency(null));
    }
}
